package hapi.cli.hub;

import hapi.protocol.json.RawJson;
import java.util.List;

/// Hears everything and does nothing.
final class SilentListener implements SocketListener {
    @Override
    public void connected() {}

    @Override
    public void disconnected(String reason) {}

    @Override
    public void refused(String message) {}

    @Override
    public void event(String name, List<RawJson> args, Acker ack) {}
}
