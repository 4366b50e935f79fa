package hapi.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The `hapi` command. The launcher sends every command here except `hapi hub`, which has a main
/// class and a class path of its own.
@Command(
        name = "hapi",
        description = "Run AI coding agents at home, watch and steer them from anywhere.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /// The version in the jar's manifest; classes run from a folder have none.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"hapi version: " + (version == null ? "unpackaged" : version)};
        }
    }
}
