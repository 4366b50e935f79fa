package hapi.hub.push.internal;

import hapi.hub.notify.PushSubscription;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import nl.martijndwars.webpush.AbstractPushService;
import nl.martijndwars.webpush.Encoding;
import nl.martijndwars.webpush.HttpRequest;
import nl.martijndwars.webpush.Notification;
import nl.martijndwars.webpush.Urgency;
import nl.martijndwars.webpush.Utils;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.jose4j.lang.JoseException;

/// What is posted to a push service: a payload that only one browser can read (RFC 8291), with a
/// word on who sends it (RFC 8292). Made by webpush-java; sent by [PushPost].
///
/// @param headers all but those of HTTP itself
record SealedPush(Map<String, String> headers, byte[] body) {
    /// What push services take at least, less what sealing adds.
    static final int MAX_BYTES = 3_900;

    private static final int POINT_BYTES = 65;
    private static final byte UNCOMPRESSED = 4;

    /// How it is to be treated.
    ///
    /// @param life how long the push service keeps it
    /// @param topic the next one with the same topic takes its place
    record Manner(Duration life, boolean isUrgent, String topic) {}

    /// @param origin of the push service, such as `https://push.example`
    /// @param subject how its people reach ours: `mailto:` or `https:`
    /// @throws GeneralSecurityException for keys that are none, of the browser or ours
    static SealedPush of(
            byte[] payload,
            PushSubscription to,
            String origin,
            Manner manner,
            VapidKeys keys,
            String subject)
            throws GeneralSecurityException {
        if (payload.length > MAX_BYTES) {
            throw new IllegalArgumentException("payload has %d bytes".formatted(payload.length));
        }
        Crypto.ready();
        try {
            HttpRequest made =
                    new Service(keys, subject).request(new Message(payload, to, origin, manner));
            Map<String, String> headers = new TreeMap<>(made.getHeaders());
            // Of a draft; its successor has the key in the token's header.
            headers.remove("Crypto-Key");
            return new SealedPush(headers, made.getBody());
        } catch (IllegalArgumentException | IllegalStateException | JoseException e) {
            throw new GeneralSecurityException("keys are none", e);
        } catch (IOException e) {
            throw new GeneralSecurityException("no token for " + origin, e);
        }
    }

    private static final class Service extends AbstractPushService<Service> {
        Service(VapidKeys keys, String subject) throws GeneralSecurityException {
            super(keys.publicKey(), keys.privateKey(), subject);
        }

        HttpRequest request(Notification message)
                throws GeneralSecurityException, IOException, JoseException {
            return prepareRequest(message, Encoding.AES128GCM);
        }
    }

    private static final class Message extends Notification {
        private final String origin;

        Message(byte[] payload, PushSubscription to, String origin, Manner manner)
                throws GeneralSecurityException {
            super(
                    to.endpoint(),
                    point(to.p256dh()),
                    decoded(to.auth()),
                    payload,
                    Math.toIntExact(manner.life().toSeconds()),
                    manner.isUrgent() ? Urgency.HIGH : Urgency.NORMAL,
                    manner.topic());
            this.origin = origin;
        }

        /// With the port, which belongs to an origin.
        @Override
        public String getOrigin() {
            return origin;
        }

        /// Its way of before Web Push is over, whatever the endpoint says.
        @Override
        public boolean isGcm() {
            return false;
        }
    }

    private static ECPublicKey point(String base64) throws GeneralSecurityException {
        byte[] bytes = decoded(base64);
        if (bytes.length != POINT_BYTES || bytes[0] != UNCOMPRESSED) {
            throw new GeneralSecurityException("no uncompressed point");
        }
        return (ECPublicKey)
                Utils.loadPublicKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Browsers give base64url; some write the other alphabet or the padding.
    private static byte[] decoded(String base64) throws GeneralSecurityException {
        byte[] bytes =
                Base64.getUrlDecoder()
                        .decode(base64.replace('+', '-').replace('/', '_').replace("=", ""));
        if (bytes.length == 0) {
            throw new GeneralSecurityException("empty key");
        }
        return bytes;
    }
}
