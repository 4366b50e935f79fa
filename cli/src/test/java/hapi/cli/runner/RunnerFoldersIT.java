package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a runner shows of its machine, and the roots that bound it.
class RunnerFoldersIT extends RunnerFixture {
    @Test
    void hubAsksForFoldersAndAgents() throws Exception {
        startRunner();
        Files.createDirectories(work.resolve("repo/.git"));
        Files.writeString(work.resolve("a.txt"), "a");

        JsonNode exists =
                rpc(
                        "path-exists",
                        Json.parse("{\"paths\":[\"%s\",\"/nope\",\"rel\"]}".formatted(work)));
        JsonNode listed = rpc("list-directory", Json.object().put("path", work.toString()));
        JsonNode agents = rpc("agent-availability", Json.object());

        assertThat(exists.at("/exists").get(work.toString()).asBoolean()).isTrue();
        assertThat(exists.at("/exists/~1nope").asBoolean()).isFalse();
        assertThat(exists.path("outsideWorkspaceRoots").toString()).isEqualTo("[\"rel\"]");
        assertThat(listed.at("/entries/0/name").asString()).isEqualTo("repo");
        assertThat(listed.at("/entries/0/isGitRepo").asBoolean()).isTrue();
        assertThat(listed.at("/entries/1/size").asInt()).isEqualTo(1);
        assertThat(rpc("list-directory", Json.object()).path("error").asString())
                .isEqualTo("Path is required");
        assertThat(agents.path("agents").toString())
                .contains("{\"agent\":\"claude\",\"available\":true}")
                .doesNotContain("not_supported");
        assertThat(rpc("cursor-chat-store-status", Json.object()).path("onDisk").asBoolean())
                .isFalse();
    }

    @Test
    void workspaceRootsBoundBrowsingAndStarting() throws Exception {
        Files.createSymbolicLink(work.resolve("out"), folder);
        hapi("runner", "start", "--workspace-root", work.toString());
        connected();

        assertThat(spawn(folder.toString(), "x").path("code").asString())
                .isEqualTo("outside_workspace_roots");
        assertThat(spawn(work.resolve("out/x").toString(), "x").path("code").asString())
                .isEqualTo("outside_workspace_roots");
        assertThat(
                        rpc("list-directory", Json.object().put("path", "/etc"))
                                .path("error")
                                .asString())
                .isEqualTo("Path is outside workspace roots");
        assertThat(hub.state().at("/machine/metadata/workspaceRoots").toString())
                .isEqualTo("[\"%s\"]".formatted(work));
    }
}
