package hapi.hub.push.internal;

import hapi.hub.notify.PushSubscription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals what is pushed so that only the browser can read it: RFC 8291 on top of RFC 8188
/// (`aes128gcm`, one record).
final class SealedPayload {
    /// What push services take at least, less what sealing adds.
    static final int MAX_BYTES = 3_900;

    private static final int SALT_BYTES = 16;
    private static final int RECORD_BYTES = 4_096;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedPayload() {}

    /// @throws GeneralSecurityException for a subscription whose keys are none
    static byte[] seal(byte[] payload, PushSubscription to) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return seal(payload, to, P256.generate(), salt);
    }

    static byte[] seal(byte[] payload, PushSubscription to, KeyPair sender, byte[] salt)
            throws GeneralSecurityException {
        if (payload.length > MAX_BYTES) {
            throw new IllegalArgumentException("payload has %d bytes".formatted(payload.length));
        }
        byte[] receiverPoint = decoded(to.p256dh());
        byte[] senderPoint = P256.point((ECPublicKey) sender.getPublic());
        byte[] shared =
                P256.agree((ECPrivateKey) sender.getPrivate(), P256.publicKey(receiverPoint));

        byte[] keyInfo =
                joined(
                        "WebPush: info\0".getBytes(StandardCharsets.US_ASCII),
                        receiverPoint,
                        senderPoint);
        byte[] input = expanded(hmac(decoded(to.auth()), shared), keyInfo, 32);
        byte[] pseudoRandom = hmac(salt, input);
        byte[] key = expanded(pseudoRandom, info("aes128gcm"), 16);
        byte[] nonce = expanded(pseudoRandom, info("nonce"), 12);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        byte[] sealed = cipher.doFinal(joined(payload, new byte[] {LAST_RECORD}));
        return ByteBuffer.allocate(salt.length + 5 + senderPoint.length + sealed.length)
                .put(salt)
                .putInt(RECORD_BYTES)
                .put((byte) senderPoint.length)
                .put(senderPoint)
                .put(sealed)
                .array();
    }

    /// Browsers give base64url; some write the other alphabet or the padding.
    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getUrlDecoder()
                    .decode(base64.replace('+', '-').replace('/', '_').replace("=", ""));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no base64", e);
        }
    }

    private static byte[] info(String what) {
        return ("Content-Encoding: " + what + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /// HKDF's second half, for at most one block.
    private static byte[] expanded(byte[] key, byte[] info, int bytes)
            throws GeneralSecurityException {
        return Arrays.copyOf(hmac(key, joined(info, new byte[] {1})), bytes);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        if (key.length == 0) {
            throw new GeneralSecurityException("empty key");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(it -> it.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
