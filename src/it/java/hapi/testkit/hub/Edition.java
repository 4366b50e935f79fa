package hapi.testkit.hub;

import hapi.testkit.agent.Agents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whose HAPI plays a part in a test: the one built here or the published one.
public enum Edition {
    OURS,
    PUBLISHED;

    /// The command line that starts this HAPI with these arguments.
    ///
    /// Ours goes through the launcher `./hapi` when the checkout has one, as a person would start
    /// it; with `HAPI_TEST_LAUNCH=classpath`, or without a launcher, it is started from the classes
    /// of this build.
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        switch (this) {
            case PUBLISHED -> command.add(Agents.publishedHapi().toString());
            case OURS -> command.addAll(ours(arguments));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> ours(String... arguments) {
        Path launcher = Path.of("hapi").toAbsolutePath();
        boolean fromClasses = "classpath".equals(System.getenv("HAPI_TEST_LAUNCH"));
        if (Files.isExecutable(launcher) && !fromClasses) {
            return List.of(launcher.toString());
        }
        boolean isHub = arguments.length > 0 && arguments[0].equals("hub");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                isHub ? "hapi.hub.HubApplication" : "hapi.cli.Main");
    }
}
