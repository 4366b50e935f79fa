package hapi.cli.doctor;

import hapi.cli.config.CliConfig;
import hapi.cli.doctor.HubProbe.Answer.Response;
import hapi.cli.doctor.HubProbe.Answer.Silence;
import java.util.ArrayList;
import java.util.List;

/// Whether the hub takes the token. Asks for a machine that is nobody's: nothing changes, and the
/// refusal of a wrong token comes before "not found".
final class TokenCheck {
    static final String NAME = "token";
    private final CliConfig config;
    private final HubProbe probe;

    TokenCheck(CliConfig config, HubProbe probe) {
        this.config = config;
        this.probe = probe;
    }

    Finding examine() {
        if (config.token().isEmpty()) {
            return Finding.fault(
                    NAME,
                    "There is no token for the hub",
                    "Run: hapi auth login",
                    "The hub shows its token when it starts");
        }
        return switch (probe.getAsOwner("/cli/machines/none")) {
            case Silence silence ->
                    Finding.skipped(
                            NAME, "the hub stopped answering (%s)".formatted(silence.reason()));
            case Response answer ->
                    switch (answer.status()) {
                        case 200, 404 -> Finding.ok(NAME, "accepted (%s)".formatted(source()));
                        case 401, 403 -> refused(answer);
                        default ->
                                Finding.fault(
                                        NAME,
                                        "The hub cannot say whether the token is right (HTTP %d)"
                                                .formatted(answer.status()),
                                        "Look at the hub's log");
                    };
        };
    }

    private Finding refused(Response answer) {
        List<String> fixes = new ArrayList<>();
        if (config.tokenSource() == CliConfig.Source.ENVIRONMENT) {
            fixes.add(
                    config.settings().path("cliApiToken").asString("").isEmpty()
                            ? "Correct CLI_API_TOKEN, it is set in the environment"
                            : "Correct or unset CLI_API_TOKEN: the environment counts before the"
                                    + " token in "
                                    + config.home().settingsFile());
        }
        fixes.add("Run: hapi auth login, with the token that the hub shows when it starts");
        if (HubCheck.json(answer.body()).path("error").asString("").isEmpty()) {
            fixes.add(
                    "The refusal does not look like a hub's: if a proxy asks for credentials of its"
                            + " own, give them in HAPI_EXTRA_HEADERS_JSON");
        }
        return Finding.fault(
                NAME,
                "The hub refuses the token (%s, HTTP %d)".formatted(source(), answer.status()),
                fixes.toArray(String[]::new));
    }

    private String source() {
        return config.tokenSource().words();
    }
}
