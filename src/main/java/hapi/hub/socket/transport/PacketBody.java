package hapi.hub.socket.transport;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads packet bodies without building trees: checks that they are JSON, within the limits of
/// [Json], and cuts the arguments out as the text that came.
final class PacketBody {
    /// An event's name and its arguments.
    record Event(String name, List<RawJson> arguments) {}

    /// Arguments take more memory than their text.
    private static final int MAX_ARGUMENTS = 256;

    private PacketBody() {}

    /// The payload of a CONNECT; none is an empty object.
    static RawJson auth(SocketPacket packet) throws MalformedPacketException {
        if (!packet.hasBody()) {
            return RawJson.EMPTY_OBJECT;
        }
        try (JsonParser parser = parser(packet)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedPacketException("auth is not an object");
            }
            RawJson auth = cut(parser, packet);
            expectEnd(parser);
            return auth;
        } catch (JacksonException e) {
            throw new MalformedPacketException("auth is not JSON", e);
        }
    }

    static Event event(SocketPacket packet) throws MalformedPacketException {
        try (JsonParser parser = parser(packet)) {
            if (parser.nextToken() != JsonToken.START_ARRAY
                    || parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new MalformedPacketException("an event is an array that starts with a name");
            }
            String name = parser.getString();
            return new Event(name, rest(parser, packet));
        } catch (JacksonException e) {
            throw new MalformedPacketException("event is not JSON", e);
        }
    }

    static List<RawJson> answer(SocketPacket packet) throws MalformedPacketException {
        try (JsonParser parser = parser(packet)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedPacketException("an answer is an array");
            }
            return rest(parser, packet);
        } catch (JacksonException e) {
            throw new MalformedPacketException("answer is not JSON", e);
        }
    }

    private static JsonParser parser(SocketPacket packet) {
        return Json.mapper()
                .createParser(
                        packet.bytes(),
                        packet.bodyStart(),
                        packet.bytes().length - packet.bodyStart());
    }

    private static List<RawJson> rest(JsonParser parser, SocketPacket packet)
            throws MalformedPacketException {
        List<RawJson> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (values.size() == MAX_ARGUMENTS) {
                throw new MalformedPacketException("too many arguments");
            }
            values.add(cut(parser, packet));
        }
        expectEnd(parser);
        return List.copyOf(values);
    }

    private static RawJson cut(JsonParser parser, SocketPacket packet) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return RawJson.trusted(
                new String(
                        packet.bytes(),
                        packet.bodyStart() + start,
                        end - start,
                        StandardCharsets.UTF_8));
    }

    private static void expectEnd(JsonParser parser) throws MalformedPacketException {
        if (parser.nextToken() != null) {
            throw new MalformedPacketException("something follows the body");
        }
    }
}
