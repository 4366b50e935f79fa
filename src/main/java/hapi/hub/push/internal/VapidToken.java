package hapi.hub.push.internal;

import hapi.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;

/// Says to a push service who sends: RFC 8292.
final class VapidToken {
    private static final long LIFE_SECONDS = 12 * 60 * 60;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private VapidToken() {}

    /// The value of the header `Authorization`, for twelve hours.
    ///
    /// @param origin of the push service, such as `https://push.example`
    /// @param subject how its people reach ours: `mailto:` or `https:`
    /// @throws GeneralSecurityException when the keys are none
    static String authorization(VapidKeys keys, String origin, String subject, long nowMillis)
            throws GeneralSecurityException {
        String signed =
                encoded(Json.write(Json.object().put("typ", "JWT").put("alg", "ES256")))
                        + "."
                        + encoded(
                                Json.write(
                                        Json.object()
                                                .put("aud", origin)
                                                .put("exp", nowMillis / 1000 + LIFE_SECONDS)
                                                .put("sub", subject)));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(P256.privateKey(Base64.getUrlDecoder().decode(keys.privateKey())));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return "vapid t=%s.%s, k=%s"
                .formatted(signed, ENCODER.encodeToString(signature.sign()), keys.publicKey());
    }

    private static String encoded(String json) {
        return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
