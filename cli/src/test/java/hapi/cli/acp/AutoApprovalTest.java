package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.FlavorLaunch;
import hapi.cli.rpc.WorkspaceTexts;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AutoApprovalTest {
    @TempDir Path folder;
    private AutoApproval openCode;
    private AutoApproval gemini;

    @BeforeEach
    void approvals() {
        openCode = of("opencode");
        gemini = of("gemini");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read the docs",
                "hapi_change_title",
                "echo change_title; rm -rf x",
                "think",
                "grep x"
            })
    void commandIsAskedAboutWhateverItsTitleSays(String title) {
        JsonNode call = call(title, "execute", null);

        for (String mode : List.of("default", "read-only", "safe-yolo", "plan")) {
            assertThat(openCode.allows(call, title, mode)).as(mode).isFalse();
            assertThat(gemini.allows(call, title, mode)).as(mode).isFalse();
        }
    }

    @Test
    void ownToolIsAllowedByItsExactNames() {
        assertThat(openCode.allows(call("x", "other", null), "hapi_change_title", "default"))
                .isTrue();
        assertThat(
                        gemini.allows(
                                call("change_title (hapi MCP Server)", "other", null),
                                "mcp_hapi_change_title",
                                "default"))
                .isTrue();
        assertThat(
                        gemini.allows(
                                call("title (hapi_change MCP Server)", "other", null),
                                "mcp_hapi_change_title",
                                "default"))
                .isFalse();
        assertThat(openCode.allows(call("hapi_change_title", "other", null), "", "default"))
                .isFalse();
        assertThat(openCode.allows(call("x", "other", null), "my_hapi_change_title", "default"))
                .isFalse();
    }

    @Test
    void readOnlyLooksInTheWorkspaceAndAsksAboutAllElse() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));

        assertThat(openCode.allows(call("a", "read", "a.txt"), "read", "read-only")).isTrue();
        assertThat(openCode.allows(call("a", "search", null), "grep", "read-only")).isTrue();
        assertThat(openCode.allows(call("a", "read", null), "read", "read-only")).isFalse();
        assertThat(openCode.allows(call("a", "read", "/etc/passwd"), "read", "read-only"))
                .isFalse();
        assertThat(openCode.allows(call("a", "read", "link/passwd"), "read", "read-only"))
                .isFalse();
        assertThat(openCode.allows(call("a", "edit", "a.txt"), "edit", "read-only")).isFalse();
        assertThat(openCode.allows(call("a", "fetch", null), "webfetch", "read-only")).isFalse();
        assertThat(openCode.allows(call("a", "", "a.txt"), "read", "read-only")).isFalse();
    }

    @Test
    void safeYoloChangesFilesOfTheWorkspaceOnly() {
        assertThat(openCode.allows(call("a", "edit", "a.txt"), "edit", "safe-yolo")).isTrue();
        assertThat(openCode.allows(call("a", "edit", "../a.txt"), "edit", "safe-yolo")).isFalse();
        assertThat(openCode.allows(call("a", "edit", null), "edit", "safe-yolo")).isFalse();
        assertThat(openCode.allows(call("a", "delete", "a.txt"), "rm", "safe-yolo")).isFalse();
    }

    @Test
    void changeThatNamesOneFileInsideAndOneOutsideIsAsked() {
        JsonNode call =
                Json.parse(
                        """
                        {"toolCallId":"c","kind":"edit","locations":[{"path":"a.txt"}],
                         "content":[{"type":"diff","path":"/etc/passwd","newText":"x"}]}
                        """);

        assertThat(openCode.allows(call, "edit", "safe-yolo")).isFalse();
    }

    @Test
    void unknownKindOfOptionIsNeverChosen() {
        List<PermissionOption> odd =
                PermissionOption.read(
                        Json.parse(
                                """
                                [{"optionId":"a","kind":"allow_forever"},{"optionId":"b"},
                                 {"optionId":"c","kind":"allow"},{"kind":"allow_once"},7]
                                """));

        assertThat(PermissionOption.allow(odd, false)).isEmpty();
        assertThat(PermissionOption.allow(odd, true)).isEmpty();
        assertThat(PermissionOption.reject(odd)).isEmpty();
        assertThat(PermissionOption.outcome(Optional.empty()).toString())
                .isEqualTo("{\"outcome\":{\"outcome\":\"cancelled\"}}");
    }

    @Test
    void refusalNeverFallsBackToAnAllow() {
        List<PermissionOption> allows =
                List.of(
                        new PermissionOption("a", "allow_once"),
                        new PermissionOption("b", "allow_always"));

        assertThat(PermissionOption.reject(allows)).isEmpty();
    }

    @Test
    void forTheSessionMeansThisToolAndNoMore() {
        List<PermissionOption> ofGemini =
                List.of(
                        new PermissionOption("proceed_always_server", "allow_always"),
                        new PermissionOption("proceed_always_and_save", "allow_always"),
                        new PermissionOption("proceed_always_tool", "allow_always"),
                        new PermissionOption("proceed_once", "allow_once"));

        assertThat(PermissionOption.allow(ofGemini, true).orElseThrow().id())
                .isEqualTo("proceed_always_tool");
        assertThat(PermissionOption.allow(ofGemini, false).orElseThrow().id())
                .isEqualTo("proceed_once");
    }

    private AutoApproval of(String flavor) {
        return new AutoApproval(
                new WorkspaceTexts(folder)::contains,
                AcpFlavor.of(FlavorLaunch.byId(flavor).orElseThrow()).ownTool());
    }

    private static JsonNode call(String title, String kind, String path) {
        var call = Json.object().put("toolCallId", "c").put("title", title).put("kind", kind);
        if (path != null) {
            call.putArray("locations").addObject().put("path", path);
        }
        return call;
    }
}
