package hapi.cli.opencode;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.ScreenProcess;
import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The real `opencode` screen on this terminal, mirrored through a plugin of ours. Its permission
/// questions can be answered elsewhere too.
public final class OpenCodeLocal implements LocalAgent {
    private static final Duration POLL = Duration.ofMillis(150);
    private static final String NOT_MIRRORED =
            "OpenCode did not load HAPI's plugin: what was said on its screen is not shown here";

    private final HapiHome home;
    private final Clock clock;
    private final String ownTool;

    /// @param ownTool what OpenCode calls the tool of ours that sets the title
    public OpenCodeLocal(HapiHome home, Clock clock, String ownTool) {
        this.home = home;
        this.clock = clock;
        this.ownTool = ownTool;
    }

    @Override
    public Run start(AgentLaunch launch, Listener listener) throws AgentStartException {
        EventReader reader =
                new EventReader(launch.resume(), launch.permissionMode(), clock.millis());
        ScreenQuestions questions = new ScreenQuestions(listener, ownTool);
        Ears ears = null;
        try {
            ears = Ears.open(home, questions, launch.instruction());
            ProcessBuilder builder =
                    new ProcessBuilder(command(launch))
                            .directory(launch.folder().toFile())
                            .inheritIO();
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            builder.environment()
                    .put(PluginFolder.SETTINGS_VARIABLE, ears.folder().settings(launch));
            Process process = builder.start();
            Thread.ofPlatform()
                    .name("opencode-local-" + process.pid())
                    .start(new Watch(process, ears, reader, questions, listener));
            return new ScreenProcess(process);
        } catch (IOException e) {
            if (ears != null) {
                ears.close();
            }
            throw new AgentStartException(
                    "Cannot start %s: %s".formatted(launch.program(), e.getMessage()), e);
        }
    }

    static List<String> command(AgentLaunch launch) {
        List<String> command = new ArrayList<>(List.of(launch.program().toString()));
        if (launch.resume() != null) {
            command.add("--session");
            command.add(launch.resume());
        }
        if (launch.model() != null) {
            command.add("--model");
            command.add(launch.model());
        }
        switch (launch.permissionMode()) {
            case "plan" -> command.addAll(List.of("--agent", "plan"));
            case "yolo" -> command.add("--auto");
            default -> {
                // The person's own settings hold.
            }
        }
        command.addAll(launch.extraArguments());
        return command;
    }

    /// Where the plugin's words arrive, and the files that bring it into OpenCode.
    private record Ears(PluginServer server, PluginFolder folder) implements AutoCloseable {
        static Ears open(HapiHome home, ScreenQuestions questions, String instruction)
                throws IOException {
            PluginServer server = PluginServer.start(questions);
            try {
                return new Ears(server, PluginFolder.create(home, server, instruction));
            } catch (IOException e) {
                server.close();
                throw e;
            }
        }

        @Override
        public void close() {
            server.close();
            folder.close();
        }
    }

    private record Watch(
            Process process,
            Ears ears,
            EventReader reader,
            ScreenQuestions questions,
            Listener listener)
            implements Runnable {
        @Override
        public void run() {
            int code = -1;
            try {
                boolean wasAlive;
                Optional<ObjectNode> event;
                do {
                    wasAlive = process.isAlive();
                    event = ears.server().next(POLL);
                    event.ifPresent(said -> reader.read(said).forEach(this::tell));
                } while (wasAlive || event.isPresent());
                code = process.waitFor();
                if (code == 0 && !ears.server().isGreeted()) {
                    listener.message(ChatLines.note(NOT_MIRRORED), 0);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            } finally {
                ears.close();
                listener.ended(code);
            }
        }

        private void tell(Said said) {
            switch (said) {
                case Said.Session(String id) -> listener.session(id);
                case Said.Message(ObjectNode message, long at) -> listener.message(message, at);
                case Said.TurnStarted(String mode) -> {
                    listener.chosen(new AgentSetting.PermissionMode(mode));
                    listener.turnStarted();
                }
                case Said.TurnEnded() -> listener.turnEnded();
                case Said.Asked asked -> questions.asked(asked);
                case Said.Answered answered -> questions.answered(answered);
                case Said.NothingOpen(String session) -> questions.nothingOpen(session);
            }
        }
    }
}
