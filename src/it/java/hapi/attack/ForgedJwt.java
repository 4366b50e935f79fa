package hapi.attack;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// JWTs made by hand, also those that no library would make.
final class ForgedJwt {
    private ForgedJwt() {}

    /// The key of a hub, as its owner could read it.
    static byte[] keyOf(Path home) {
        try {
            return Base64.getDecoder()
                    .decode(
                            Json.parse(Files.readString(home.resolve("jwt-secret.json")))
                                    .path("secretBase64")
                                    .asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sign(String header, String payload, String algorithm, byte[] key) {
        String text = part(header) + "." + part(payload);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hs256(String header, String payload, byte[] key) {
        return sign(header, payload, "HmacSHA256", key);
    }

    static String part(String json) {
        return encode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
