package hapi.cli.command;

import hapi.cli.config.CliConfig;
import hapi.cli.runner.ServiceUnit;
import hapi.cli.runner.ServiceUnit.Form;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hapi hub install --print`: the service file of the hub. The only word of `hapi hub` that is not
/// the hub's own program; what starts with the system is the person's to put in place.
@Command(name = "hub install", description = "Print a service file for the hub.")
final class HubInstallCommand implements Dispatcher.Command {
    @Option(names = "--print", description = "print the service file")
    private boolean print;

    @Option(names = "--system", paramLabel = "SYSTEM", description = "systemd or launchd")
    private String system = "";

    @Mixin private final HelpOption help = new HelpOption();
    private final Invocation invocation;

    HubInstallCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int call() {
        Optional<Form> form =
                switch (system) {
                    case "" -> Optional.empty();
                    case "systemd" -> Optional.of(Form.SYSTEMD);
                    case "launchd" -> Optional.of(Form.LAUNCHD);
                    default ->
                            throw CommandFailure.usage(
                                    "hub install", "--system is systemd or launchd, not " + system);
                };
        if (!print) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "hapi hub install writes nothing by itself.",
                            "  To see the service file and where it goes: hapi hub install"
                                    + " --print"));
        }
        CliConfig config = CliConfig.load(invocation.environment());
        new ServiceText(invocation)
                .print(form, script -> ServiceUnit.ofHub(script, config.environment()));
        if (config.tokenSource() == CliConfig.Source.ENVIRONMENT) {
            invocation
                    .err()
                    .println(
                            "CLI_API_TOKEN of your environment is not in the service file: the"
                                    + " service takes the token of settings.json.");
        }
        return 0;
    }
}
