package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import hapi.cli.runner.ServiceUnit.Form;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ServiceUnitTest {
    private static final String ODD = "/opt/a b/100%/\"q\"/$HOME/\\x/<&>'";
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"runner", "hub"})
    void systemdReadsOurQuoting(String name) throws Exception {
        Path tool = Path.of("/usr/bin/systemd-analyze");
        assumeThat(tool).exists();
        Path script = executable(folder.resolve("a b/100%/\"q\" & 'r'/hapi"));
        Path unit = folder.resolve("hapi-%s.service".formatted(name));
        ServiceUnit service = name.equals("hub") ? hub(script) : unit(script);
        Files.writeString(unit, service.text(Form.SYSTEMD));

        assertThat(verified(tool, unit)).doesNotContain("hapi-");
        Files.writeString(unit, service.text(Form.SYSTEMD).replace("=/bin/sh", "=/bin/none"));
        assertThat(verified(tool, unit)).contains("/bin/none is not executable");
    }

    /// Without a runtime folder it ends before it has read anything.
    private String verified(Path tool, Path unit) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(tool.toString(), "verify", "--man=no", "--user", unit.toString())
                        .redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void systemdLineDoublesWhatSystemdWouldReplace() {
        assertThat(unit(Path.of("/o p/100%/$x/\"q\"/hapi")).text(Form.SYSTEMD))
                .contains(
                        "ExecStart=/bin/sh \"/o p/100%%/$$x/\\\"q\\\"/hapi\" \"runner\" \"start-sync\""
                                + " \"--workspace-root=/opt/a b/100%%/\\\"q\\\"/$$HOME/\\\\x/<&>'\""
                                + " \"--max-sessions=5\" \"--idle-stop=30\"")
                .contains("Environment=\"HAPI_HOME=/opt/a b/100%%/\\\"q\\\"/$HOME/\\\\x/<&>'\"")
                .contains("Environment=\"HAPI_RUNNER_SUPERVISED=1\"", "KillMode=process")
                .contains("~/.config/systemd/user/hapi-runner.service")
                .doesNotContain("secret");
    }

    @Test
    void propertyListIsXmlWithTheVeryWords() throws Exception {
        String text = unit(Path.of(ODD + "/hapi")).text(Form.LAUNCHD);

        Document list = parsed(text);

        assertThat(strings(list))
                .contains(
                        ODD + "/hapi",
                        "runner",
                        "start-sync",
                        "--workspace-root=" + ODD,
                        "--max-sessions=5");
        assertThat(text).contains("~/Library/LaunchAgents/").doesNotContain("secret");
    }

    @Test
    void hubIsItsLauncherWithTheSettingsOfTheEnvironmentByFullPaths() {
        assertThat(hub(Path.of("/o p/100%/$x/\"q\"/hapi")).text(Form.SYSTEMD))
                .contains("#   systemctl --user enable --now hapi-hub\n")
                .contains("ExecStart=/bin/sh \"/o p/100%%/$$x/\\\"q\\\"/hapi\" \"hub\"\n")
                .contains("Environment=\"HAPI_NO_BUILD=1\"")
                .contains("Environment=\"HAPI_HOME=" + Path.of("da ta").toAbsolutePath() + "\"")
                .contains("Environment=\"DB_PATH=/home/me/my.db\"")
                .contains("Environment=\"HAPI_PUBLIC_URL=https://hub.example/%%20\"")
                .contains("StandardOutput=null\nStandardError=journal\n")
                .doesNotContain("secret", "KillMode", "HAPI_LISTEN_PORT");
    }

    @Test
    void propertyListOfTheHubIsXmlWithTheVeryWords() throws Exception {
        String text = hub(Path.of(ODD + "/hapi")).text(Form.LAUNCHD);

        assertThat(strings(parsed(text))).startsWith("hapi.hub", ODD + "/hapi", "hub");
        assertThat(text)
                .contains("launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/hapi.hub.plist")
                .doesNotContain("AbandonProcessGroup", "secret");
    }

    @Test
    void scriptOfACheckoutsBuildIsTheCheckoutsOwn() {
        assertThat(unit(Path.of("/src/hapi/target/run/20260101-1/hapi")).text(Form.SYSTEMD))
                .contains("ExecStart=/bin/sh \"/src/hapi/hapi\" \"runner\"");
    }

    @Test
    void lineBreaksAreRefused() {
        assertThatThrownBy(() -> unit(Path.of("/a\nExecStart=/bin/evil/hapi")).text(Form.SYSTEMD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> unit(Path.of("/a\u0001/hapi")).text(Form.LAUNCHD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ServiceUnit unit(Path script) {
        return ServiceUnit.ofRunner(
                script,
                Map.of("HAPI_HOME", ODD, "CLI_API_TOKEN", "secret", "PATH", "/bin:/usr/bin"),
                new RunnerOptions(List.of(Path.of(ODD)), 5, Optional.of(Duration.ofMinutes(30))));
    }

    private static ServiceUnit hub(Path script) {
        return ServiceUnit.ofHub(
                script,
                Map.of(
                        "HOME", "/home/me",
                        "HAPI_HOME", "da ta",
                        "DB_PATH", "~/my.db",
                        "HAPI_PUBLIC_URL", "https://hub.example/%20",
                        "CLI_API_TOKEN", "secret",
                        "PATH", "/bin:/usr/bin"));
    }

    private static Document parsed(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> strings(Document list) {
        NodeList nodes = list.getElementsByTagName("string");
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            strings.add(nodes.item(i).getTextContent());
        }
        return strings;
    }

    private static Path executable(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        file.toFile().setExecutable(true);
        return file;
    }
}
