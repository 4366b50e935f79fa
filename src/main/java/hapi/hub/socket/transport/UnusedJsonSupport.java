package hapi.hub.socket.transport;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.JsonSupport;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.util.List;

/// netty-socketio wants a JSON library. It has nothing to read or write here, since arguments stay
/// the text they came as; this says so should that ever change.
final class UnusedJsonSupport implements JsonSupport {
    @Override
    public AckArgs readAckArgs(ByteBufInputStream in, AckCallback<?> callback) {
        throw new UnsupportedOperationException("answers are read by PacketBody");
    }

    @Override
    public <T> T readValue(String namespace, ByteBufInputStream in, Class<T> type) {
        throw new UnsupportedOperationException("packets are read by PacketBody");
    }

    @Override
    public void writeValue(ByteBufOutputStream out, Object value) {
        throw new UnsupportedOperationException("packets are written by PacketWriter");
    }

    @Override
    public void addEventMapping(String namespace, String event, Class<?>... types) {
        throw new UnsupportedOperationException("events are not mapped to types");
    }

    @Override
    public void removeEventMapping(String namespace, String event) {
        throw new UnsupportedOperationException("events are not mapped to types");
    }

    @Override
    public List<byte[]> getArrays() {
        return List.of();
    }
}
