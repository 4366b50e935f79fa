package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.config.ThisMachine;
import hapi.cli.spawn.WorkspaceRoots;
import hapi.protocol.json.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a runner says about its machine and itself on the hub. Source: agents/runner.md section 3.
///
/// @param isSupervised whether something starts the runner again when it ends
record MachineDocument(
        CliConfig config,
        Launcher launcher,
        WorkspaceRoots roots,
        boolean isSupervised,
        long startedAtMillis) {

    ObjectNode metadata() {
        ObjectNode metadata =
                Json.object()
                        .put("host", ThisMachine.hostName(config.environment()))
                        .put("platform", ThisMachine.platform())
                        .put("happyCliVersion", ProgramVersion.current())
                        .put("homeDir", ThisMachine.homeFolder(config.environment()))
                        .put("happyHomeDir", config.home().folder().toString())
                        .put(
                                "happyLibDir",
                                launcher.script()
                                        .map(Path::getParent)
                                        .map(Path::toString)
                                        .orElse(""))
                        .put("supervisedRestart", isSupervised);
        metadata.putArray("capabilities")
                .add("agent-availability")
                .add("cursor-chat-store-status")
                .add("stop-runner");
        if (!roots.roots().isEmpty()) {
            ArrayNode folders = metadata.putArray("workspaceRoots");
            roots.roots().forEach(root -> folders.add(root.toString()));
        }
        return metadata;
    }

    /// The runner's state while it runs, into what the hub has of it.
    ObjectNode running(ObjectNode document, int port) {
        document.remove(List.of("shutdownRequestedAt", "shutdownSource"));
        return document.put("status", "running")
                .put("pid", ProcessHandle.current().pid())
                .put("httpPort", port)
                .put("startedAt", startedAtMillis);
    }
}
