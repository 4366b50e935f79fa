package hapi.cli.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Which authorities a hub's certificate may come from: those of the Java runtime; with
/// `NODE_EXTRA_CA_CERTS` those of that file as well; with `SSL_CERT_FILE` those of that file in
/// place of the runtime's. Both are PEM files.
final class TrustedRoots {
    private static final String ADDED = "NODE_EXTRA_CA_CERTS";
    private static final String REPLACING = "SSL_CERT_FILE";

    private TrustedRoots() {}

    /// Empty when nothing differs from the runtime's own.
    ///
    /// @throws IllegalArgumentException in words for a person, when a file cannot be used
    static Optional<SSLContext> of(Map<String, String> environment) {
        String added = environment.getOrDefault(ADDED, "").strip();
        String replacing = environment.getOrDefault(REPLACING, "").strip();
        if (added.isEmpty() && replacing.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            if (replacing.isEmpty()) {
                for (X509Certificate root : trustManager(null).getAcceptedIssuers()) {
                    add(roots, root);
                }
            } else {
                addAll(roots, REPLACING, replacing);
            }
            if (!added.isEmpty()) {
                addAll(roots, ADDED, added);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new X509TrustManager[] {trustManager(roots)}, null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot set up TLS", e);
        }
    }

    private static void addAll(KeyStore roots, String variable, String text)
            throws GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        // Whole: the certificate reader asks for single bytes.
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(Path.of(text)))) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "%s: the file %s cannot be read (%s)."
                            .formatted(variable, text, e.getClass().getSimpleName()));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "%s: %s is not a PEM file of certificates (%s)."
                            .formatted(variable, text, e.getMessage()));
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: there is no certificate in %s.".formatted(variable, text));
        }
        for (Certificate certificate : certificates) {
            add(roots, certificate);
        }
    }

    private static void add(KeyStore roots, Certificate certificate)
            throws GeneralSecurityException {
        roots.setCertificateEntry("root-" + roots.size(), certificate);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore roots)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
