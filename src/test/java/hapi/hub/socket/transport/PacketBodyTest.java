package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PacketBodyTest {
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-12.50e+3",
                    "123456789012345678901234567890",
                    "\"\"",
                    "\"a,b]}\\\"\"",
                    "\"\u00fc\ud83d\ude00\u20ac\"",
                    "\"\\ud800\"",
                    "[]",
                    "[ 1 ,[2, {} ] ]",
                    "{}",
                    "{\"a\":null,\"a\":[{\"b\":\"]\"}],\"__proto__\":{}}");

    private static PacketBody.Event read(byte[] body) throws MalformedPacketException {
        byte[] packet = new byte[body.length + 7];
        System.arraycopy("42/cli,".getBytes(StandardCharsets.US_ASCII), 0, packet, 0, 7);
        System.arraycopy(body, 0, packet, 7, body.length);
        return PacketBody.event(SocketPacket.parse(packet));
    }

    @Test
    void argumentsAreCutOutAsTheyStand() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 5000; round++) {
            List<String> arguments =
                    random.ints(random.nextInt(5), 0, VALUES.size()).mapToObj(VALUES::get).toList();
            String blank = " \t\n".substring(0, random.nextInt(4));
            String body =
                    "[\"e\""
                            + arguments.stream()
                                    .map(it -> blank + "," + blank + it)
                                    .collect(Collectors.joining())
                            + blank
                            + "]";

            PacketBody.Event event = read(body.getBytes(StandardCharsets.UTF_8));

            assertThat(event.name()).isEqualTo("e");
            assertThat(event.arguments()).map(RawJson::text).isEqualTo(arguments);
        }
    }

    @Test
    void whatIsAcceptedIsJson() {
        Random random = new Random(2);
        String all = "[\"e\"," + String.join(",", VALUES) + "]";
        byte[] valid = all.getBytes(StandardCharsets.UTF_8);
        int accepted = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] body = valid.clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                body[random.nextInt(body.length)] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : valid[random.nextInt(valid.length)];
            }
            PacketBody.Event event;
            try {
                event = read(body);
            } catch (MalformedPacketException _) {
                continue;
            }
            accepted++;
            for (RawJson argument : event.arguments()) {
                assertThat(isJson(argument.text()))
                        .as("accepted %s of %s", argument, new String(body, StandardCharsets.UTF_8))
                        .isTrue();
            }
        }

        assertThat(accepted).isBetween(200, 9_800);
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text);
            return true;
        } catch (JsonSyntaxException e) {
            // Of JSON's form, though nothing here can hold it.
            return "a number is out of range".equals(e.getMessage());
        }
    }
}
