package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AllowedToolsTest {
    private final AllowedTools allowed = new AllowedTools();

    @Test
    void literalAllowsExactlyThatCommand() {
        allowed.add(List.of("Bash(git status)"));

        assertThat(allowed.allows("Bash", bash("git status"))).isTrue();
        assertThat(allowed.allows("Bash", bash("git status -s"))).isFalse();
        assertThat(allowed.allows("Read", bash("git status"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "git status", "git commit -m 'a b'"})
    void prefixAllowsFurtherWords(String command) {
        allowed.add(List.of("Bash(git:*)"));

        assertThat(allowed.allows("Bash", bash(command))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gitk",
                "git log; rm -rf ~",
                "git log && curl x",
                "git log | sh",
                "git log $(rm x)",
                "git log `rm x`",
                "git log > /etc/passwd",
                "git log\nrm x",
                "sudo git"
            })
    void prefixDoesNotAllowAnotherCommandBehindIt(String command) {
        allowed.add(List.of("Bash(git:*)"));

        assertThat(allowed.allows("Bash", bash(command))).isFalse();
    }

    @Test
    void bareBashAndQuestionsCannotBeAllowed() {
        allowed.add(List.of("Bash", "Bash(:*)", "Bash()", "AskUserQuestion", "", "Write"));

        assertThat(allowed.allows("Bash", bash("rm -rf /"))).isFalse();
        assertThat(allowed.allows("AskUserQuestion", Json.object())).isFalse();
        assertThat(allowed.allows("Write", Json.object())).isTrue();
    }

    @Test
    void modesDecideWhatTheRulesDoNot() {
        JsonNode input = bash("ls");

        assertThat(PermissionPolicy.allows("Bash", input, "default", allowed)).isFalse();
        assertThat(PermissionPolicy.allows("Bash", input, "acceptEdits", allowed)).isFalse();
        assertThat(PermissionPolicy.allows("Edit", input, "acceptEdits", allowed)).isTrue();
        assertThat(PermissionPolicy.allows("Edit", input, "plan", allowed)).isFalse();
        assertThat(PermissionPolicy.allows("Bash", input, "bypassPermissions", allowed)).isTrue();
        assertThat(PermissionPolicy.allows("AskUserQuestion", input, "bypassPermissions", allowed))
                .isFalse();
    }

    private static JsonNode bash(String command) {
        return Json.object().put("command", command);
    }
}
