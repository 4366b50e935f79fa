package hapi.testkit.hub;

import hapi.testkit.agent.Agents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whose HAPI plays a part in a test: the one built here or the published one.
public enum Edition {
    OURS,
    PUBLISHED;

    /// The command line that starts this HAPI with these arguments.
    ///
    /// Ours goes through the launcher, as a person starts it, when there is a packaged build or
    /// `HAPI_TEST_LAUNCH` names a launcher; else it is started from the classes of this build.
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        boolean isHub = arguments.length > 0 && arguments[0].equals("hub");
        switch (this) {
            case PUBLISHED -> command.add(Agents.publishedHapi().toString());
            case OURS -> {
                OurBuild build = new OurBuild(Path.of("").toAbsolutePath(), System.getenv());
                command.addAll(build.command(isHub));
                if (isHub && build.launcher().isEmpty()) {
                    // The launcher takes the word off before it starts the hub.
                    return command(command, arguments, 1);
                }
            }
        }
        return command(command, arguments, 0);
    }

    private static List<String> command(List<String> start, String[] arguments, int from) {
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(arguments).subList(from, arguments.length));
        return command;
    }
}
