package hapi.interop;

import hapi.cli.hub.HubAccess;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubRest;
import hapi.cli.hub.OutboxFolder;
import hapi.cli.hub.Prompt;
import hapi.cli.hub.PromptListener;
import hapi.cli.hub.SessionLink;
import hapi.protocol.home.HapiHome;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// The process of a session whose agent is a list of numbers: it says what it is told to on its
/// input, and writes the prompts it gets into a file, as the memory of an agent. Everything between
/// that and the hub is the real thing.
///
/// Input: `say <word> <count> <pause in microseconds>`, `halt <moment>` (it ends at the next prompt
/// as if it was killed, `received`, `taken` or `given`), `empty` (says when nothing waits), `end`.
/// Output: one line for each message that is in the outbox, and one when it is empty.
final class DeliveringProcess {
    private final SessionLink link;
    private final Path prompts;
    private final BlockingQueue<Prompt> received = new LinkedBlockingQueue<>();
    private volatile String halt = "";

    private DeliveringProcess(SessionLink link, Path prompts) {
        this.link = link;
        this.prompts = prompts;
    }

    /// Arguments: hub, token, session, home.
    public static void main(String[] arguments) throws Exception {
        HubRest rest = new HubRest(new HubAccess(URI.create(arguments[0]), arguments[1]));
        HapiHome home = new HapiHome(Path.of(arguments[3]));
        SessionLink link = open(rest, new SessionId(arguments[2]), home);
        DeliveringProcess process = new DeliveringProcess(link, home.resolve("prompts.txt"));
        Thread.ofPlatform().daemon().start(process::work);
        link.onPrompt(process.new Intake());
        process.obey();
    }

    private static SessionLink open(HubRest rest, SessionId id, HapiHome home)
            throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            try {
                return SessionLink.open(
                        rest,
                        rest.session(id).orThrow(),
                        new OutboxFolder(home),
                        Clock.systemUTC());
            } catch (HubException e) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new IllegalStateException("no hub");
    }

    private void obey() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "say" ->
                        say(words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]) * 1000);
                case "halt" -> halt = words[1];
                case "empty" -> {
                    while (link.waitingMessages() > 0) {
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                    tell("empty");
                }
                case "end" -> {
                    link.close();
                    return;
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private void say(String word, int count, long pauseNanos) {
        for (int i = 0; i < count; i++) {
            String text = word + "-" + i;
            var message = Json.object().put("role", "agent");
            message.putObject("content")
                    .put("type", "codex")
                    .putObject("data")
                    .put("type", "message")
                    .put("message", text);
            link.send(RawJson.of(message));
            tell(text);
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /// The agent: one prompt at a time, some milliseconds each.
    private void work() {
        try {
            while (true) {
                Prompt prompt = received.take();
                haltAt("received");
                link.consumed(List.of(prompt));
                haltAt("taken");
                String text = prompt.content().read().at("/content/text").asString("");
                Files.writeString(
                        prompts, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                link.given(List.of(prompt));
                haltAt("given");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void haltAt(String moment) {
        if (halt.equals(moment)) {
            Runtime.getRuntime().halt(137);
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private final class Intake implements PromptListener {
        @Override
        public void received(Prompt prompt) {
            received.add(prompt);
        }

        @Override
        public Taken takeBack(Prompt prompt) {
            return Taken.UNKNOWN;
        }
    }
}
