package hapi.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.SessionCalls.AppliedSettings;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RpcMethodsTest {
    @Test
    void wireNameJoinsIdAndMethodAndSplitsAtTheLastColon() {
        assertThat(RpcMethods.ABORT.wireName("s1")).isEqualTo("s1:abort");
        assertThat(RpcWireName.parse("a:b:git-status"))
                .contains(new RpcWireName("a:b", "git-status"));
        assertThat(RpcWireName.parse("abort")).isEmpty();
        assertThat(RpcWireName.parse(":abort")).isEmpty();
        assertThat(RpcWireName.parse("s1:")).isEmpty();
        assertThat(RpcWireName.parse("x".repeat(600) + ":abort")).isEmpty();
    }

    @Test
    void permissionParamsKeepShapeAndLeaveOutWhatIsAbsent() {
        var deny =
                new PermissionParams(new RequestId("toolu_1"), false, null, null, null, null, "no");

        assertThat(RpcMethods.PERMISSION.writeParams(deny).text())
                .isEqualTo("{\"id\":\"toolu_1\",\"approved\":false,\"reason\":\"no\"}");
    }

    @Test
    void permissionParamsAreReadWithUnknownKeysIgnored() {
        PermissionParams read =
                RpcMethods.PERMISSION.readParams(
                        "{\"id\":\"t\",\"approved\":true,\"answers\":{\"0\":[\"Red\"]},\"x\":1}");

        assertThat(read.approved()).isTrue();
        assertThat(read.answers()).isEqualTo(RawJson.trusted("{\"0\":[\"Red\"]}"));
        assertThat(read.allowTools()).isNull();
    }

    @Test
    void permissionWithoutIdIsRefused() {
        assertThatThrownBy(() -> RpcMethods.PERMISSION.readParams("{\"approved\":true}"))
                .isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void explicitNullOfASettingSurvivesBothWays() {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("permissionMode", "plan");
        values.put("model", null);
        var applied = new AppliedSettings(new SessionSettings(values));

        String text = RpcMethods.SET_SESSION_CONFIG.writeResult(applied).text();

        assertThat(text).isEqualTo("{\"applied\":{\"permissionMode\":\"plan\",\"model\":null}}");
        SessionSettings back = RpcMethods.SET_SESSION_CONFIG.readResult(Json.parse(text)).applied();
        assertThat(back.has("model")).isTrue();
        assertThat(back.get("model")).isEmpty();
        assertThat(back.has("effort")).isFalse();
    }

    @Test
    void emptyParamsCountAsAnEmptyObject() {
        assertThat(RpcMethods.STOP_RUNNER.readParams("")).isEqualTo(RpcNoParams.NONE);
        assertThat(RpcMethods.STOP_RUNNER.readParams("null")).isEqualTo(RpcNoParams.NONE);
        assertThat(RpcMethods.SPAWN.readParams("{}").directory()).isNull();
    }

    @Test
    void methodWithoutResultAnswersNull() {
        assertThat(RpcMethods.ABORT.writeResult(RpcNothing.NOTHING)).isEqualTo(RawJson.NULL);
        assertThat(RpcMethods.ABORT.readResult(Json.parse("null"))).isEqualTo(RpcNothing.NOTHING);
    }

    @Test
    void capturedAnswersOfThePublishedProcessAreRead() {
        var directory =
                RpcMethods.LIST_MACHINE_DIRECTORY.readResult(
                        Json.parse(
                                "{\"success\":true,\"entries\":[{\"name\":\"sub\",\"type\":\"directory\",\"size\":4096,\"modified\":1795358721639,\"isGitRepo\":false}]}"));
        var exists =
                RpcMethods.PATH_EXISTS.readResult(
                        Json.parse(
                                "{\"exists\":{\"/w\":true,\"/nope\":false},\"outsideWorkspaceRoots\":[\"/nope\"]}"));

        assertThat(directory.entries()).singleElement().extracting("name").isEqualTo("sub");
        assertThat(exists.exists()).containsEntry("/w", true).containsEntry("/nope", false);
        assertThat(exists.outsideWorkspaceRoots()).isEqualTo(List.of("/nope"));
    }

    @Test
    void errorAnswerIsToldFromAResultThatFailed() {
        assertThat(RpcError.in(Json.parse("{\"error\":\"Method not found\"}")))
                .contains("Method not found");
        assertThat(RpcError.in(Json.parse("{\"success\":false,\"error\":\"no\"}"))).isEmpty();
        assertThat(RpcError.in(Json.parse("null"))).isEmpty();
    }

    @Test
    void everyMethodIsFoundByItsWireName() {
        for (RpcMethod<?, ?> method : RpcMethods.ALL) {
            assertThat(RpcMethods.byName(method.name())).contains(method);
        }
        assertThat(RpcMethods.byName("bash")).isEmpty();
    }
}
