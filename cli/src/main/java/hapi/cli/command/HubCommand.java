package hapi.cli.command;

import hapi.cli.config.CliConfig;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubRest;
import hapi.cli.web.HubPages;
import hapi.cli.web.OpenRequest;
import hapi.cli.web.Prefix;
import hapi.cli.web.SessionRow;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the commands that work on the hub's sessions share: the way in, ids by their beginning, and
/// one exit code for each thing that goes wrong.
final class HubCommand {
    private HubCommand() {}

    /// What a command does with the hub; returns its exit code.
    @FunctionalInterface
    interface Work {
        int with(HubPages hub, HubRest rest) throws HubException;
    }

    /// @throws CommandFailure with [CommandFailure#NO_HUB] when the hub is not there or refuses the
    ///   token, [CommandFailure#NOT_FOUND] when it does not know what is asked for
    static int run(Invocation invocation, Work work) {
        CliConfig config = CliConfig.load(invocation.environment());
        String token = new TokenPrompt(invocation, config).require();
        try {
            HubRest rest = new HubRest(config.access(token));
            return work.with(new HubPages(rest), rest);
        } catch (HubException e) {
            throw failure(e.failure(), config);
        }
    }

    private static CommandFailure failure(HubFailure failure, CliConfig config) {
        int code =
                switch (failure) {
                    case HubFailure.Unreachable _,
                            HubFailure.Unproven _,
                            HubFailure.Unauthorized _,
                            HubFailure.Garbled _ ->
                            CommandFailure.NO_HUB;
                    case HubFailure.Refused refused when refused.status() == 404 ->
                            CommandFailure.NOT_FOUND;
                    case HubFailure.Refused _, HubFailure.Forbidden _ -> CommandFailure.FAILED;
                };
        return new CommandFailure(code, lines(failure, config));
    }

    /// What went wrong, and what this person can do about it.
    static List<String> lines(HubFailure failure, CliConfig config) {
        List<String> lines = new ArrayList<>(failure.lines());
        switch (failure) {
            case HubFailure.Unreachable f -> {
                if (isThisMachine(f.hub())) {
                    lines.add("  To start a hub on this machine: hapi hub");
                }
                lines.add("  Run: hapi doctor");
            }
            case HubFailure.Unauthorized _ -> {
                if (config.tokenSource() == CliConfig.Source.ENVIRONMENT) {
                    lines.add("  CLI_API_TOKEN in the environment counts first: change it or");
                    lines.add("  unset it.");
                }
                lines.add("  Run: hapi doctor");
            }
            case HubFailure.Unproven _, HubFailure.Garbled _ -> lines.add("  Run: hapi doctor");
            case HubFailure.Refused _, HubFailure.Forbidden _ -> {}
        }
        return lines;
    }

    private static boolean isThisMachine(URI hub) {
        String host = String.valueOf(hub.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    static SessionRow session(HubPages hub, String typed) throws HubException {
        return one("session", typed, hub.sessions(), SessionRow::id);
    }

    static OpenRequest request(String typed, List<OpenRequest> all) {
        return one("open request", typed, all, OpenRequest::id);
    }

    private static <T> T one(String kind, String typed, List<T> all, Function<T, String> id) {
        return switch (Prefix.find(typed, all, id)) {
            case Prefix.One<T>(T value) -> value;
            case Prefix.None<T> _ ->
                    throw new CommandFailure(
                            CommandFailure.NOT_FOUND,
                            List.of("There is no %s %s".formatted(kind, typed)));
            case Prefix.Several<T>(List<String> ids) ->
                    throw new CommandFailure(
                            CommandFailure.USAGE,
                            List.of(
                                    "%d %ss begin with %s: %s"
                                            .formatted(
                                                    ids.size(),
                                                    kind,
                                                    typed,
                                                    String.join(
                                                            ", ",
                                                            ids.subList(
                                                                    0, Math.min(5, ids.size()))))));
        };
    }
}
