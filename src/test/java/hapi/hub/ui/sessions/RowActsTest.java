package hapi.hub.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PlannedEnds;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class RowActsTest {
    @TempDir Path folder;
    private HubCore core;
    private SessionKey key;
    private List<UiAct> acts;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        key = core.newSession("t");
        core.beat(key, false);
        PlannedEnds ends = core.get(PlannedEnds.class);
        RowActs all = new RowActs();
        acts =
                List.of(
                        all.renameAct(core.sessions()),
                        all.pinAct(core.sessions()),
                        all.archiveAct(core.sessions(), ends),
                        all.keepAct(core.sessions(), ends),
                        all.deleteAct(core.sessions()));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void sessionIsRenamedPinnedAndUnpinned() {
        assertThat(run("rename", args().put("name", "  Deep water "))).isEqualTo("done");
        assertThat(run("pin", args().put("pinned", true))).isEqualTo("done");

        assertThat(core.sessions().summary(key).orElseThrow().metadata().name())
                .isEqualTo("Deep water");
        assertThat(core.sessions().summary(key).orElseThrow().globalPinned()).isTrue();

        run("pin", args().put("pinned", false));

        assertThat(core.sessions().summary(key).orElseThrow().globalPinned()).isFalse();
    }

    @Test
    void nameThatIsNoneIsRefused() {
        assertThat(run("rename", args())).isEqualTo("name");
        assertThat(run("rename", args().put("name", "   "))).isEqualTo("name");
        assertThat(run("rename", args().put("name", "x".repeat(256)))).isEqualTo("name");
        ObjectNode object = args();
        object.putObject("name").put("a", 1);
        assertThat(run("rename", object)).isEqualTo("name");
    }

    @Test
    void endIsPlannedTakenBackAndThenTooLate() {
        assertThat(run("archive", args())).isEqualTo("done");
        assertThat(run("keep", args())).isEqualTo("done");
        assertThat(run("keep", args())).isEqualTo("late");
    }

    @Test
    void sessionThatRunsIsNotDeletedAndOneThatDoesNotIsNotEnded() {
        assertThat(run("delete", args())).isEqualTo("running");

        core.sessions().archive(key, HubCore.REST);

        assertThat(run("archive", args())).isEqualTo("ended");
        assertThat(run("delete", args())).isEqualTo("done");
        assertThat(run("delete", args())).isEqualTo("gone");
    }

    @Test
    void sessionOfAnotherNamespaceIsNotThere() {
        for (UiAct act : acts) {
            assertThat(run(act.name(), args().put("name", "x"), Scopes.OTHER)).isEqualTo("gone");
        }
        assertThat(core.sessions().summary(key).orElseThrow().active()).isTrue();
    }

    @Test
    void callWithoutASessionFindsNone() {
        for (UiAct act : acts) {
            assertThat(run(act.name(), Json.object(), Scopes.HOME)).isEqualTo("gone");
            ObjectNode list = Json.object();
            list.putArray("session").add(key.id().value());
            assertThat(run(act.name(), list, Scopes.HOME)).isEqualTo("gone");
        }
    }

    private ObjectNode args() {
        return Json.object().put("session", key.id().value());
    }

    private String run(String name, ObjectNode args) {
        return run(name, args, Scopes.HOME);
    }

    private String run(String name, ObjectNode args, Namespace namespace) {
        UiAct act = acts.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
        ActCall call = new ActCall(new Viewer(namespace, "phone"), Texts.of(Locale.ENGLISH), args);
        return switch (act.run(call)) {
            case ActResult.Done _ -> "done";
            case ActResult.Refused(String code, String words) -> {
                assertThat(words).doesNotContain("list.fault");
                yield code;
            }
        };
    }
}
