package hapi.hub.ui.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TabsTest {
    private final Tabs tabs = new Tabs();
    private final BeatAct act = new BeatAct(tabs);
    private final List<Long> beats = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @BeforeEach
    void openTab() {
        tabs.put("tab", Scopes.HOME, new Push(), beats::add);
    }

    @Test
    void beatComesThroughThePushAndNotWithTheAnswer() {
        assertThat(run(Scopes.HOME, "{\"tab\":\"tab\",\"number\":7}"))
                .isInstanceOf(ActResult.Done.class);
        assertThat(beats).isEmpty();

        waiting.remove().run();

        assertThat(beats).containsExactly(7L);
    }

    @Test
    void tabOfAnotherIsGone() {
        assertThat(run(Scopes.OTHER, "{\"tab\":\"tab\",\"number\":7}"))
                .isInstanceOfSatisfying(
                        ActResult.Refused.class, it -> assertThat(it.code()).isEqualTo("gone"));
        assertThat(waiting).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tab\":\"nobody\"}", "{\"tab\":{\"a\":1}}", "{\"tab\":null}"})
    void tabThatNobodyHasIsGone(String args) {
        assertThat(run(Scopes.HOME, args))
                .isInstanceOfSatisfying(
                        ActResult.Refused.class, it -> assertThat(it.code()).isEqualTo("gone"));
    }

    private ActResult run(Namespace namespace, String args) {
        JsonNode node = Json.parse(args);
        return act.run(new ActCall(Viewer.of(namespace, null), Texts.of(Locale.ENGLISH), node));
    }

    private final class Push implements Screen {
        @Override
        public void access(Runnable task) {
            waiting.add(task);
        }

        @Override
        public boolean isReachable() {
            return false;
        }
    }
}
