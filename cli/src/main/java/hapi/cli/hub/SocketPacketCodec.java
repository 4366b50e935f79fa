package hapi.cli.hub;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Text frames to packets and back. Arguments stay the text they were: numbers, key order and
/// unknown keys of a 48 MiB frame pass without a tree being built.
final class SocketPacketCodec {
    static final String PING = "2";
    static final String PONG = "3";
    static final String ENGINE_CLOSE = "1";
    private static final int MAX_ACK_DIGITS = 15;

    private SocketPacketCodec() {}

    /// @throws JsonSyntaxException when the frame announces a packet and does not hold one
    static SocketPacket read(String frame) {
        if (frame.isEmpty()) {
            return new SocketPacket.Unknown("empty frame");
        }
        return switch (frame.charAt(0)) {
            case '0' -> open(frame.substring(1));
            case '1' -> new SocketPacket.EngineClose();
            case '2' -> new SocketPacket.Ping();
            case '4' -> socketPacket(frame);
            default -> new SocketPacket.Unknown("engine type " + frame.charAt(0));
        };
    }

    static String connect(String namespace, RawJson auth) {
        return "40" + namespace + "," + auth.text();
    }

    static String disconnect(String namespace) {
        return "41" + namespace + ",";
    }

    static String event(
            String namespace, OptionalLong ackId, String name, List<RawJson> arguments) {
        StringBuilder out = new StringBuilder("42").append(namespace).append(',');
        ackId.ifPresent(out::append);
        out.append('[').append(Json.write(name));
        for (RawJson argument : arguments) {
            out.append(',').append(argument.text());
        }
        return wellFormed(out.append(']'));
    }

    static String ack(String namespace, long ackId, List<RawJson> arguments) {
        StringBuilder out = new StringBuilder("43").append(namespace).append(',').append(ackId);
        String separator = "[";
        for (RawJson argument : arguments) {
            out.append(separator).append(argument.text());
            separator = ",";
        }
        if (arguments.isEmpty()) {
            out.append('[');
        }
        return wellFormed(out.append(']'));
    }

    private static SocketPacket open(String json) {
        JsonNode body = Json.parse(json);
        return new SocketPacket.Open(
                body.path("pingInterval").asLong(25_000), body.path("pingTimeout").asLong(20_000));
    }

    private static SocketPacket socketPacket(String frame) {
        if (frame.length() < 2) {
            return new SocketPacket.Unknown("no socket type");
        }
        char type = frame.charAt(1);
        int at = 2;
        String namespace = "/";
        if (at < frame.length() && frame.charAt(at) == '/') {
            int comma = frame.indexOf(',', at);
            int end = comma < 0 ? frame.length() : comma;
            namespace = frame.substring(at, end);
            at = Math.min(frame.length(), end + 1);
        }
        int digits = at;
        while (digits < frame.length() && Character.isDigit(frame.charAt(digits))) {
            digits++;
        }
        if (digits - at > MAX_ACK_DIGITS) {
            throw new JsonSyntaxException("ack id has %d digits".formatted(digits - at), null);
        }
        OptionalLong ackId =
                digits == at
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(frame, at, digits, 10));
        return switch (type) {
            case '0' -> new SocketPacket.Connected(namespace);
            case '1' -> new SocketPacket.Disconnected(namespace);
            case '2' -> event(namespace, ackId, elements(frame, digits));
            case '3' -> ack(namespace, ackId, elements(frame, digits));
            case '4' -> new SocketPacket.ConnectRefused(namespace, message(frame, digits));
            default -> new SocketPacket.Unknown("socket type " + type);
        };
    }

    private static SocketPacket event(String namespace, OptionalLong ackId, List<RawJson> parts) {
        if (parts.isEmpty() || !parts.getFirst().text().startsWith("\"")) {
            throw new JsonSyntaxException("event without a name", null);
        }
        String name = parts.getFirst().read(String.class);
        return new SocketPacket.Event(namespace, ackId, name, parts.subList(1, parts.size()));
    }

    private static SocketPacket ack(String namespace, OptionalLong ackId, List<RawJson> parts) {
        if (ackId.isEmpty()) {
            throw new JsonSyntaxException("ack without an id", null);
        }
        return new SocketPacket.Ack(namespace, ackId.getAsLong(), parts);
    }

    private static String message(String frame, int at) {
        if (at >= frame.length()) {
            return "refused";
        }
        JsonNode body = Json.parse(frame.substring(at));
        JsonNode message = body.isObject() ? body.path("message") : body;
        return message.isString() ? message.stringValue() : "refused";
    }

    /// The elements of the array that begins at `at`, each as its own text.
    private static List<RawJson> elements(String frame, int at) {
        String array = frame.substring(at);
        List<RawJson> found = new ArrayList<>(4);
        try (JsonParser parser = Json.mapper().createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new JsonSyntaxException("packet data is not an array", null);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                // A scalar is read lazily: only finishing it moves the location to its end.
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                found.add(RawJson.trusted(array.substring(start, end).strip()));
            }
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("text after the packet", null);
            }
        } catch (JacksonException e) {
            throw new JsonSyntaxException(e.getOriginalMessage(), e);
        }
        return found;
    }

    /// A websocket text frame must be valid Unicode; half a surrogate pair (a program cut its
    /// output in the middle of a character) would end the connection, so it becomes U+FFFD.
    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }
}
