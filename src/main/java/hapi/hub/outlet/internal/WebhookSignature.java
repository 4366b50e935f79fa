package hapi.hub.outlet.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as the Standard Webhooks specification has it, so that its libraries check it:
/// `webhook-id` is the same at each try, `webhook-timestamp` is in seconds, `webhook-signature` is
/// `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`.
final class WebhookSignature {
    private static final String CODED = "whsec_";
    private static final int ID_BYTES = 18;

    private final byte[] key;

    /// @param secret text, or `whsec_` and the Base64 of the key
    WebhookSignature(String secret) {
        this.key =
                secret.startsWith(CODED)
                        ? Base64.getDecoder().decode(secret.substring(CODED.length()))
                        : secret.getBytes(StandardCharsets.UTF_8);
    }

    /// @param notice stands for the happening
    Map<String, String> headers(String notice, Instant now, byte[] body) {
        String id = "msg_" + id(notice);
        long seconds = now.getEpochSecond();
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", signature(id, seconds, body));
    }

    String signature(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update("%s.%d.".formatted(id, seconds).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HMAC-SHA256 in this Java", e);
        }
    }

    private static String id(String notice) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(notice.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }
}
