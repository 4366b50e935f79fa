package hapi.cli.models;

import hapi.cli.acp.AcpModels;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.codex.CodexBackend;
import hapi.cli.codex.CodexModels;
import hapi.cli.hub.MachineLink;
import hapi.cli.models.SharedAnswers.Question;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.CatalogueCalls.ModelsParams;
import hapi.protocol.rpc.RpcMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The lists of models of this machine's agents, for whoever chooses one before there is a session.
/// Each is asked from the agent itself, in a process that lives no longer than the question.
/// Decision: docs/decisions/0027-model-lists.md.
public final class MachineModels implements AutoCloseable {
    /// How long an agent may take; on a busy machine OpenCode needs 20 s.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Less than a hub waits: 30 s for lists of a folder, 120 s for the others.
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration LONG_PATIENCE = Duration.ofSeconds(100);

    private final HapiHome home;
    private final Map<String, String> environment;
    private final Predicate<Path> isAllowed;
    private final SharedAnswers answers;

    /// @param isAllowed whether an agent may be started in this folder
    public MachineModels(
            HapiHome home,
            Map<String, String> environment,
            Predicate<Path> isAllowed,
            InstantSource clock) {
        this.home = home;
        this.environment = new HashMap<>(environment);
        // An agent needs no key of the hub to tell its models.
        this.environment.remove("CLI_API_TOKEN");
        this.isAllowed = isAllowed;
        this.answers = new SharedAnswers(clock);
    }

    /// Offers the hub the lists under the published names.
    public void offer(MachineLink link) {
        link.handle(RpcMethods.LIST_CODEX_MODELS, _ -> codex());
        link.handle(
                RpcMethods.LIST_CURSOR_MODELS, _ -> acp("cursor", home.folder(), LONG_PATIENCE));
        link.handle(RpcMethods.LIST_OPENCODE_MODELS_FOR_CWD, this::openCode);
    }

    @Override
    public void close() {
        answers.close();
    }

    RawJson codex() {
        return ask(
                flavor("codex"),
                home.folder(),
                LONG_PATIENCE,
                launch -> RawJson.of(CodexModels.list(CodexBackend.opener(launch))));
    }

    RawJson openCode(ModelsParams params) {
        Path folder = folder(params.cwd());
        return folder == null
                ? SharedAnswers.failure("Path is outside workspace roots")
                : acp("opencode", folder, PATIENCE);
    }

    private RawJson acp(String agent, Path folder, Duration patience) {
        FlavorLaunch flavor = flavor(agent);
        return ask(flavor, folder, patience, launch -> AcpModels.list(flavor, launch, LIMIT));
    }

    private interface Ask {
        RawJson list(AgentLaunch launch);
    }

    private RawJson ask(FlavorLaunch flavor, Path folder, Duration patience, Ask ask) {
        Path program;
        try {
            program = AgentProgram.require(flavor, environment);
        } catch (AgentStartException e) {
            return SharedAnswers.failure(String.valueOf(e.getMessage()));
        }
        return answers.answer(
                new Question(flavor.label(), program.toString(), folder.toString()),
                patience,
                () -> ask.list(launch(flavor, program, folder)));
    }

    private AgentLaunch launch(FlavorLaunch flavor, Path program, Path folder) {
        return new AgentLaunch(
                program,
                folder,
                environment,
                null,
                flavor.flavor().permissionModes().getFirst(),
                null,
                null,
                PromptShape.PLAIN,
                "",
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static FlavorLaunch flavor(String id) {
        return FlavorLaunch.byId(id).orElseThrow();
    }

    /// The folder, or the nearest one above it that exists: a session's folder may yet have to be
    /// made. Null when it is none or not allowed.
    private @Nullable Path folder(@Nullable String text) {
        try {
            Path path = HapiHome.expand(text == null ? "" : text.strip(), environment).normalize();
            if (!path.isAbsolute()) {
                return null;
            }
            while (path != null && !Files.isDirectory(path)) {
                path = path.getParent();
            }
            return path == null || !isAllowed.test(path) ? null : path.toRealPath();
        } catch (InvalidPathException | IOException e) {
            return null;
        }
    }
}
