package hapi.hub.push.internal;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// The provider that webpush-java asks for by name. It comes after the JDK's own, so that nobody
/// else meets it.
final class Crypto {
    static {
        Security.addProvider(new BouncyCastleProvider());
    }

    private Crypto() {}

    /// To be called before the library is.
    static void ready() {}
}
