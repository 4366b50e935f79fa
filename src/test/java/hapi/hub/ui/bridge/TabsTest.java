package hapi.hub.ui.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.time.Duration;
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
    private final ManualClock clock = new ManualClock();
    private final Tabs tabs = new Tabs(clock);
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

    @Test
    void tabIsWatchedHalfAMinuteAfterSomebodyTouchedIt() {
        assertThat(tabs.isWatched(Scopes.HOME)).isFalse();

        run(Scopes.HOME, "{\"tab\":\"tab\",\"number\":1,\"idle\":10000}");

        assertThat(tabs.isWatched(Scopes.HOME)).isTrue();
        assertThat(tabs.isWatched(Scopes.OTHER)).isFalse();
        clock.advance(Duration.ofSeconds(19));
        assertThat(tabs.isWatched(Scopes.HOME)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(tabs.isWatched(Scopes.HOME)).isFalse();
    }

    @Test
    void hiddenTabIsNotWatched() {
        HiddenAct hidden = new HiddenAct(tabs);
        run(Scopes.HOME, "{\"tab\":\"tab\",\"number\":1,\"idle\":0}");

        hidden.run(call(Scopes.OTHER, "{\"tab\":\"tab\"}"));
        assertThat(tabs.isWatched(Scopes.HOME)).isTrue();
        hidden.run(call(Scopes.HOME, "{\"tab\":\"nobody\"}"));
        assertThat(tabs.isWatched(Scopes.HOME)).isTrue();
        hidden.run(call(Scopes.HOME, "{\"tab\":\"tab\"}"));
        assertThat(tabs.isWatched(Scopes.HOME)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "\"0\"", "0.5", "99999999999999999999", "{}", "40000"})
    void tabThatNobodyTouchedIsNotWatched(String idle) {
        run(Scopes.HOME, "{\"tab\":\"tab\",\"number\":1,\"idle\":" + idle + "}");

        assertThat(beats).isEmpty();
        assertThat(waiting).hasSize(1);
        assertThat(tabs.isWatched(Scopes.HOME)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tab\":\"nobody\"}", "{\"tab\":{\"a\":1}}", "{\"tab\":null}"})
    void tabThatNobodyHasIsGone(String args) {
        assertThat(run(Scopes.HOME, args))
                .isInstanceOfSatisfying(
                        ActResult.Refused.class, it -> assertThat(it.code()).isEqualTo("gone"));
    }

    private ActResult run(Namespace namespace, String args) {
        return act.run(call(namespace, args));
    }

    private static ActCall call(Namespace namespace, String args) {
        JsonNode node = Json.parse(args);
        return new ActCall(Viewer.of(namespace, null), Texts.of(Locale.ENGLISH), node);
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
