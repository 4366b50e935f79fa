package hapi.cli.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A certificate authority that nobody knows, made with the JDK's keytool, and a TLS end in front
/// of a port with a certificate of it for `hub.test`.
public final class PrivateAuthority implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private final Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    public PrivateAuthority(Path folder) throws Exception {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Nobody",
                "-ext",
                "bc:c=ca:true",
                "-ext",
                "ku:c=keyCertSign");
        keytool("-genkeypair", "-alias", "hub", "-keyalg", "EC", "-dname", "CN=hub.test");
        keytool("-certreq", "-alias", "hub", "-file", "hub.csr");
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                "hub.csr",
                "-outfile",
                "hub.crt",
                "-ext",
                "san=dns:hub.test",
                "-rfc");
        keytool("-exportcert", "-alias", "ca", "-file", "ca.pem", "-rfc");
        keytool("-importcert", "-alias", "hub", "-file", "hub.crt", "-noprompt");
    }

    /// The authority's certificate.
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    /// A port that speaks TLS and leads to this port.
    public int inFrontOf(int target) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        keys.deleteEntry("ca");
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLServerSocket listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        open.add(listener);
        Thread.ofVirtual().start(() -> accept(listener, target));
        return listener.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static void accept(SSLServerSocket listener, int target) {
        try {
            while (true) {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> serve(near, target));
            }
        } catch (IOException e) {
            return; // Closed.
        }
    }

    private static void serve(Socket near, int target) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread up = Thread.ofVirtual().start(() -> copy(near, far));
            copy(far, near);
            up.join();
        } catch (IOException e) {
            return; // One of the two ends has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            return; // One of the two ends has gone.
        }
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-keystore", "keys.p12", "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }
}
