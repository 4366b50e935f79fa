package hapi.cli.command;

import hapi.cli.hub.HubException;
import hapi.cli.tui.DisplayText;
import hapi.cli.web.HubPages;
import hapi.cli.web.OpenRequest;
import hapi.cli.web.SessionRow;
import hapi.cli.web.TurnWatch;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// `hapi send SESSION TEXT.. [--wait] [--resume] [--json]`: a prompt for a session; with `--wait`
/// what the agent says to it.
@Command(name = "send", description = "Send a prompt to a session.")
final class SendCommand implements Dispatcher.Command {
    private static final String FROM_STDIN = "-";

    @Parameters(index = "0", arity = "0..1", paramLabel = "SESSION", description = "its id")
    private String sessionId = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", description = "the prompt")
    private List<String> words = List.of();

    @Option(names = "--wait", description = "wait until the agent is done, print what it says")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "of --wait")
    private int timeoutSeconds = 600;

    @Option(names = "--resume", description = "start the session again if it has ended")
    private boolean resume;

    @Mixin private final HelpOption help = new HelpOption();
    @Mixin private final ScriptOutput output;
    private final Invocation invocation;

    SendCommand(Invocation invocation) {
        this.invocation = invocation;
        this.output = new ScriptOutput(invocation);
    }

    @Override
    public int call() {
        if (sessionId.isEmpty() || words.isEmpty()) {
            throw wrongUse("A session and a text are needed");
        }
        if (timeoutSeconds < 1) {
            throw wrongUse("--timeout is a number of seconds");
        }
        String text = text();
        if (text.isBlank()) {
            throw wrongUse("The text is empty");
        }
        return HubCommand.run(invocation, (hub, _) -> send(hub, text));
    }

    private static CommandFailure wrongUse(String line) {
        return CommandFailure.usage("send", line);
    }

    private String text() {
        if (!words.equals(List.of(FROM_STDIN))) {
            return String.join(" ", words);
        }
        try {
            return new String(invocation.in().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int send(HubPages hub, String text) throws HubException {
        SessionRow session = HubCommand.session(hub, sessionId);
        String id = session.id();
        if (!session.isActive()) {
            if (!resume) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        List.of(
                                "The session has ended.",
                                "  To start it again where it ran: hapi send --resume ..,"
                                        + " to go on with it here: hapi resume "
                                        + sessionId));
            }
            try (Progress _ = Progress.of(invocation, "Starting the session")) {
                id = hub.resume(id);
            }
        }
        String localId = UUID.randomUUID().toString();
        hub.send(id, text, localId);
        if (!wait) {
            report(id, localId, "sent", List.of(), List.of());
            return 0;
        }
        TurnWatch.Result result;
        try (Progress _ = Progress.of(invocation, "Waiting for the agent")) {
            result =
                    new TurnWatch(hub, invocation.clock(), id, localId)
                            .await(Duration.ofSeconds(timeoutSeconds));
        }
        report(
                id,
                localId,
                result.end().name().toLowerCase(Locale.ROOT),
                result.texts(),
                result.requests());
        return switch (result.end()) {
            case ANSWERED -> 0;
            case ASKS -> CommandFailure.ASKS;
            case TIMED_OUT -> CommandFailure.TIMED_OUT;
            case ENDED -> CommandFailure.FAILED;
        };
    }

    private void report(
            String id,
            String localId,
            String state,
            List<String> texts,
            List<OpenRequest> requests) {
        if (output.isJson()) {
            ObjectNode node =
                    Json.object().put("session", id).put("localId", localId).put("state", state);
            texts.forEach(node.putArray("texts")::add);
            requests.forEach(it -> node.withArray("requests").add(it.id()));
            output.json(node);
            return;
        }
        texts.forEach(output::said);
        for (OpenRequest request : requests) {
            output.note(
                    "The agent asks: hapi approve %s   (%s: %s)"
                            .formatted(
                                    DisplayText.line(request.id()),
                                    DisplayText.line(request.tool()),
                                    DisplayText.line(request.what())));
        }
        if (state.equals("timed_out")) {
            output.note("The agent is still at work.");
        } else if (state.equals("ended")) {
            output.note("The session ended before an answer.");
        }
    }
}
