package hapi.testkit.net;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what an app of a bot is told of its person, as Telegram does.
public final class InitDataSigner {
    private static final String ALGORITHM = "HmacSHA256";

    private final String botToken;
    private final Clock clock;

    public InitDataSigner(String botToken, Clock clock) {
        this.botToken = botToken;
        this.clock = clock;
    }

    /// Signed now, for this person; `query` tells one signature of a second from another.
    public String of(long person, String query) {
        return signed(
                Map.of(
                        "auth_date",
                        String.valueOf(clock.millis() / 1000),
                        "query_id",
                        query,
                        "user",
                        "{\"id\":%d,\"first_name\":\"Ann\",\"username\":\"annb\"}"
                                .formatted(person)));
    }

    public String signed(Map<String, String> fields) {
        String text =
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .collect(Collectors.joining("\n"));
        byte[] key = mac("WebAppData".getBytes(StandardCharsets.UTF_8), botToken);
        return fields.entrySet().stream()
                        .map(it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                + "&hash="
                + HexFormat.of().formatHex(mac(key, text));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
