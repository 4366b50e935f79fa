package hapi.hub.push.internal;

import hapi.protocol.home.SettingsFile;
import hapi.protocol.json.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The key pair that push services know the hub by (P-256), in `settings.json` under `vapidKeys`:
/// `publicKey` the uncompressed point, `privateKey` the 32-byte number, both base64url.
record VapidKeys(String publicKey, String privateKey) {
    private static final int COORDINATE = 32;

    /// The stored pair; the first call makes it.
    static VapidKeys of(SettingsFile file) {
        JsonNode stored = file.read().path("vapidKeys");
        if (!isWhole(stored)) {
            stored = file.update(VapidKeys::withKeys).path("vapidKeys");
        }
        return new VapidKeys(
                stored.path("publicKey").stringValue(), stored.path("privateKey").stringValue());
    }

    private static boolean isWhole(JsonNode keys) {
        return keys.path("publicKey").isString() && keys.path("privateKey").isString();
    }

    private static ObjectNode withKeys(ObjectNode settings) {
        if (!isWhole(settings.path("vapidKeys"))) {
            VapidKeys made = generate();
            settings.set(
                    "vapidKeys",
                    Json.object()
                            .put("publicKey", made.publicKey)
                            .put("privateKey", made.privateKey));
        }
        return settings;
    }

    private static VapidKeys generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
            byte[] uncompressed = new byte[1 + 2 * COORDINATE];
            uncompressed[0] = 4;
            put(point.getAffineX(), uncompressed, 1);
            put(point.getAffineY(), uncompressed, 1 + COORDINATE);
            byte[] secret = new byte[COORDINATE];
            put(((ECPrivateKey) pair.getPrivate()).getS(), secret, 0);
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return new VapidKeys(
                    encoder.encodeToString(uncompressed), encoder.encodeToString(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, into, at + COORDINATE - length, length);
    }

    @Override
    public String toString() {
        return "VapidKeys[" + publicKey + "]";
    }
}
