package hapi.hub.push.internal;

import hapi.protocol.home.SettingsFile;
import hapi.protocol.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import nl.martijndwars.webpush.Utils;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.BigIntegers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The key pair that push services know the hub by (P-256), in `settings.json` under `vapidKeys`:
/// `publicKey` the uncompressed point, `privateKey` the 32-byte number, both base64url.
record VapidKeys(String publicKey, String privateKey) {
    private static final int NUMBER_BYTES = 32;

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
            Crypto.ready();
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(
                            Utils.ALGORITHM, BouncyCastleProvider.PROVIDER_NAME);
            generator.initialize(new ECGenParameterSpec(Utils.CURVE));
            KeyPair pair = generator.generateKeyPair();
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            return new VapidKeys(
                    encoder.encodeToString(Utils.encode((ECPublicKey) pair.getPublic())),
                    encoder.encodeToString(
                            BigIntegers.asUnsignedByteArray(
                                    NUMBER_BYTES, ((ECPrivateKey) pair.getPrivate()).getD())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    @Override
    public String toString() {
        return "VapidKeys[" + publicKey + "]";
    }
}
