package hapi.launcher;

import static hapi.launcher.Checkout.jdkAt;
import static hapi.launcher.Checkout.maven;
import static hapi.launcher.Checkout.names;
import static hapi.launcher.Checkout.script;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding JDK and Maven, and downloading them: from a file server on loopback in the place of the
/// real ones, which serves archives that hold our scripts.
class ToolchainTest {
    private static final String JDK_VERSION = "25.0.3+9";
    private static final String MAVEN_VERSION = "3.9.16";

    private Checkout checkout;
    private Path served;
    private HttpServer server;

    @BeforeEach
    void serve(@TempDir Path folder) throws IOException {
        checkout = new Checkout(folder.resolve("checkout"));
        served = Files.createDirectories(folder.resolve("served"));
        server =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        served,
                        SimpleFileServer.OutputLevel.NONE);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        checkout.environment.put("HAPI_TEMURIN_URL", address + "/temurin");
        checkout.environment.put("HAPI_MAVEN_URL", address + "/maven");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void jdkIsFoundInAFolderOfTheMachine() {
        checkout.environment.remove("JAVA_HOME");
        checkout.environment.put("HAPI_JDK_FOLDERS", checkout.folder + "/jvm/*");
        jdkAt(checkout.folder.resolve("jvm/17"), "17.0.15");
        jdkAt(checkout.folder.resolve("jvm/25"), "25.0.1");

        checkout.hapi();

        assertThat(mavenRan()).startsWith(checkout.folder.resolve("jvm/25").toString());
    }

    @Test
    void jdkIsFoundThroughTheLinkOnThePath() throws IOException {
        checkout.environment.remove("JAVA_HOME");
        jdkAt(checkout.folder.resolve("linked"), "25.0.1");
        Files.delete(checkout.bin.resolve("java"));
        Files.createSymbolicLink(
                checkout.bin.resolve("java"), checkout.folder.resolve("linked/bin/java"));

        checkout.hapi();

        assertThat(mavenRan()).startsWith(checkout.folder.resolve("linked").toString());
    }

    @Test
    void jdkIsFoundInSdkman() {
        checkout.environment.remove("JAVA_HOME");
        Path candidate = checkout.home.resolve(".sdkman/candidates/java/25-tem");
        jdkAt(candidate, "25");

        checkout.hapi();

        assertThat(mavenRan()).startsWith(candidate.toString());
    }

    @Test
    void olderJavaHomeIsNotUsed() {
        jdkAt(checkout.jdk, "21.0.9");

        var result = checkout.hapi();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err().lines().toList().getLast())
                .isEqualTo(
                        "hapi: no JDK 25 found and none could be downloaded; install one"
                                + " (https://adoptium.net) and set JAVA_HOME to it");
    }

    @Test
    void runtimeWithoutACompilerDoesNotBuild() throws IOException {
        Files.delete(checkout.jdk.resolve("bin/javac"));

        assertThat(checkout.hapi().exit()).isEqualTo(1);
    }

    @Test
    void missingJdkIsDownloadedOnceAndKeptInTheCache() throws Exception {
        checkout.environment.remove("JAVA_HOME");
        serveJdk(true);

        var first = checkout.hapi("--version");
        server.stop(0);
        var second = checkout.hapi("--version");

        assertThat(first.err()).contains("hapi: downloading http://127.0.0.1");
        assertThat(second.out()).contains("arg=--version");
        assertThat(names(cache())).containsExactly("jdk-" + JDK_VERSION);
    }

    @Test
    void downloadedJdkWithAWrongChecksumIsNotUsed() throws Exception {
        checkout.environment.remove("JAVA_HOME");
        serveJdk(false);

        var result = checkout.hapi();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the checksum of", "does not match", "no JDK 25 found");
        assertThat(names(cache())).isEmpty();
        assertThat(checkout.builds()).isZero();
    }

    @Test
    void emptyChecksumIsAWrongOne() throws Exception {
        checkout.environment.remove("JAVA_HOME");
        Files.writeString(Path.of(serveJdk(true) + ".sha256.txt"), "");

        assertThat(checkout.hapi().err()).contains("does not match");
    }

    @Test
    void cacheFolderOfTheDesktopIsRespected() throws Exception {
        checkout.environment.remove("JAVA_HOME");
        checkout.environment.put("XDG_CACHE_HOME", checkout.folder + "/xdg");
        serveJdk(true);

        checkout.hapi();

        assertThat(checkout.folder.resolve("xdg/hapi/jdk-" + JDK_VERSION + "/bin/java")).exists();
    }

    @Test
    void oldMavenIsReplacedByADownloadedOne() throws Exception {
        maven(checkout.bin.resolve("mvn"), "3.8.5", "exit 1");
        serveMaven(true);

        var result = checkout.hapi();

        assertThat(result.exit()).isZero();
        assertThat(names(cache())).containsExactly("maven-" + MAVEN_VERSION);
    }

    @Test
    void mavenOfTheMachineIsUsedFrom386On() {
        maven(checkout.bin.resolve("mvn"), "3.8.6", "");

        assertThat(checkout.hapi().exit()).isZero();
        assertThat(checkout.home.resolve(".cache")).doesNotExist();
    }

    @Test
    void downloadedMavenWithAWrongChecksumIsNotUsed() throws Exception {
        maven(checkout.bin.resolve("mvn"), "3.6.3", "exit 1");
        serveMaven(false);

        var result = checkout.hapi();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("does not match")
                .endsWith(
                        "hapi: no Maven 3.8.6 found and none could be downloaded; install one"
                                + " (https://maven.apache.org) and put it on PATH\n");
        assertThat(checkout.builds()).isZero();
    }

    private String mavenRan() {
        return Checkout.read(checkout.project.resolve("target/mvn-runs"));
    }

    private Path cache() {
        return checkout.home.resolve(".cache/hapi");
    }

    private Path serveJdk(boolean honest) throws Exception {
        Path content = checkout.folder.resolve("packed/jdk-" + JDK_VERSION);
        jdkAt(content, "25.0.3");
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        String os = mac ? "mac" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        Path archive =
                served.resolve("temurin/jdk-" + JDK_VERSION)
                        .resolve(
                                "OpenJDK25U-jdk_%s_%s_hotspot_25.0.3_9.tar.gz".formatted(arch, os));
        pack(
                content,
                archive,
                "SHA-256",
                ".sha256.txt",
                honest,
                "  " + archive.getFileName() + "\n");
        return archive;
    }

    private void serveMaven(boolean honest) throws Exception {
        Path content = checkout.folder.resolve("packed/apache-maven-" + MAVEN_VERSION);
        maven(content.resolve("bin/mvn"), MAVEN_VERSION, "");
        script(content.resolve("bin/mvnDebug"), "exit 0");
        Path archive =
                served.resolve("maven/" + MAVEN_VERSION + "/binaries")
                        .resolve("apache-maven-" + MAVEN_VERSION + "-bin.tar.gz");
        // Apache's checksum files hold the sum alone, without a line end.
        pack(content, archive, "SHA-512", ".sha512", honest, "");
    }

    private static void pack(
            Path content,
            Path archive,
            String algorithm,
            String suffix,
            boolean honest,
            String tail)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(archive.getParent());
        int tar =
                new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                content.getParent().toString(),
                                content.getFileName().toString())
                        .start()
                        .waitFor();
        assertThat(tar).isZero();
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(archive));
        if (!honest) {
            digest[0]++;
        }
        Files.writeString(Path.of(archive + suffix), HexFormat.of().formatHex(digest) + tail);
    }
}
