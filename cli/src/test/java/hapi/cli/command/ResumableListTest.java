package hapi.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.tui.Picker;
import hapi.protocol.json.Json;
import hapi.protocol.model.ResumableSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumableListTest {
    private static final long NOW = 1_000_000_000;

    private final ResumableList list =
            new ResumableList(
                    List.of(
                            session(
                                    "3f2a0000-1",
                                    "/home/me/work/a-rather-long-way/to/project",
                                    true,
                                    "修复登录页面"),
                            session("77770000-2", "/srv/api", false, "")),
                    NOW,
                    "/home/me");

    @Test
    void tableHasWholeFoldersAndTheHomeIsShort() {
        List<String> lines = list.lines();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("ID +AGENT +STATE +AGE +FOLDER +TITLE");
        assertThat(lines.get(1))
                .isEqualTo(
                        "3f2a0000  claude  running  2 min  ~/work/a-rather-long-way/to/project"
                                + "  修复登录页面");
        assertThat(lines.get(2)).isEqualTo("77770000  claude  ended    2 min  /srv/api");
    }

    @Test
    void screenShowsTheEndOfAFolderAndInANarrowOneTheTitle() {
        List<Picker.Item> items = list.items();

        assertThat(items.getFirst().label())
                .isEqualTo("3f2a0000  claude  running  2 min  …her-long-way/to/project  修复登录页面");
        assertThat(items.getFirst().shortLabel()).isEqualTo("running  2 min  修复登录页面");
        assertThat(items.get(1).shortLabel()).isEqualTo("ended    2 min  /srv/api");
    }

    @Test
    void whatTheScreenCutsCanStillBeLookedFor() {
        assertThat(list.items().getFirst().searched())
                .contains("3f2a0000-1", "/home/me/work/a-rather", "修复登录页面");
    }

    private static ResumableSession session(
            String id, String folder, boolean isActive, String name) {
        return Json.read(
                """
                {"sessionId":"%s","flavor":"claude","directory":"%s","agentSessionId":"a","active":%s,
                 "thinking":false,"updatedAt":%d,"name":"%s"}
                """
                        .formatted(id, folder, isActive, NOW - 120_000, name),
                ResumableSession.class);
    }
}
