package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.fuzz.Fuzz;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of the published programs, changed: read as packets, and now and then sent to a server.
@Timeout(180)
class PacketFuzzTest {
    private static final int SENT_EVERY = 500;

    private final EchoNamespace cli = new EchoNamespace();
    private long number;

    @Test
    void noFrameBreaksTheReaderOrDisturbsOthers() {
        List<String> frames = new ArrayList<>(Fuzz.lines("socket/published-0.30.7.frames"));
        frames.addAll(
                List.of("2probe", "5", "6", "1", "451-[\"e\",{\"_placeholder\":true}]", "40"));
        try (SocketTestServer server = SocketTestServer.start(cli);
                RawSocket witness = RawSocket.admitted(server)) {
            Fuzz.of("packets", frames)
                    .run(frame -> {
                        read(frame);
                        if (number++ % SENT_EVERY == 0) {
                            send(server, witness, new String(frame, StandardCharsets.UTF_8));
                        }
                    });
        }
    }

    private static void read(byte[] frame) {
        if (frame.length == 0 || frame[0] != '4') {
            return;
        }
        try {
            SocketPacket packet = SocketPacket.parse(frame);
            readable(List.of(PacketBody.auth(packet)));
        } catch (MalformedPacketException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            readable(PacketBody.event(SocketPacket.parse(frame)).arguments());
        } catch (MalformedPacketException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            readable(PacketBody.answer(SocketPacket.parse(frame)));
        } catch (MalformedPacketException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void readable(List<RawJson> arguments) {
        for (RawJson argument : arguments) {
            try {
                argument.read();
            } catch (hapi.protocol.json.JsonSyntaxException e) {
                assertThat(e).hasMessage("a number is out of range");
            }
        }
    }

    /// Whatever becomes of the sender, the witness is still served.
    private void send(SocketTestServer server, RawSocket witness, String frame) {
        cli.heard.clear();
        try (RawSocket attacker = RawSocket.admitted(server)) {
            attacker.trySend(frame, true);
        }
        String word = "42/cli,7[\"echo\",%d]".formatted(number);
        witness.send(word);
        assertThat(witness.next()).isEqualTo("43/cli,7[%d]".formatted(number));
    }
}
