package hapi.testkit.net;

import hapi.protocol.json.Json;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// What a browser does with Web Push: makes the keys of a subscription and opens what comes. Reads
/// RFC 8291 by itself, with the JDK's key derivation, so that a mistake of the sealing side is not
/// made twice.
public final class PushBrowser {
    private static final int POINT = 65;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final byte[] auth = new byte[16];

    public PushBrowser() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        new SecureRandom().nextBytes(auth);
    }

    public String p256dh() {
        return BASE64.encodeToString(ownPoint());
    }

    public String auth() {
        return BASE64.encodeToString(auth);
    }

    /// The payload of a request's body.
    ///
    /// @throws AssertionError when it is not sealed for this browser
    public JsonNode open(byte[] body) {
        try {
            ByteBuffer message = ByteBuffer.wrap(body);
            byte[] salt = new byte[16];
            message.get(salt);
            int recordSize = message.getInt();
            byte[] senderPoint = new byte[message.get() & 0xff];
            message.get(senderPoint);
            byte[] sealed = new byte[message.remaining()];
            message.get(sealed);
            if (sealed.length > recordSize) {
                throw new AssertionError("more than one record");
            }

            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(key(senderPoint), true);
            byte[] info =
                    joined(
                            "WebPush: info\0".getBytes(StandardCharsets.US_ASCII),
                            ownPoint(),
                            senderPoint);
            byte[] input = derived(agreement.generateSecret(), auth, info, 32);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived(input, salt, info("aes128gcm"), 16), "AES"),
                    new GCMParameterSpec(128, derived(input, salt, info("nonce"), 12)));
            byte[] padded = cipher.doFinal(sealed);
            if (padded[padded.length - 1] != 2) {
                throw new AssertionError("not the last record");
            }
            return Json.parse(new String(padded, 0, padded.length - 1, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("not sealed for this browser", e);
        }
    }

    private static byte[] info(String what) {
        return ("Content-Encoding: " + what + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] derived(byte[] secret, byte[] salt, byte[] info, int bytes)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret)
                                .addSalt(salt)
                                .thenExpand(info, bytes));
    }

    private byte[] ownPoint() {
        ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
        return joined(
                new byte[] {4}, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, coordinate, 32 - length, length);
        return coordinate;
    }

    /// The key of a sender, from its uncompressed point.
    public ECPublicKey key(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT) {
            throw new AssertionError("point of %d bytes".formatted(point.length));
        }
        return (ECPublicKey)
                KeyFactory.getInstance("EC")
                        .generatePublic(
                                new ECPublicKeySpec(
                                        new ECPoint(
                                                new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                                                new BigInteger(
                                                        1, Arrays.copyOfRange(point, 33, POINT))),
                                        ((ECPublicKey) keys.getPublic()).getParams()));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(it -> it.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
