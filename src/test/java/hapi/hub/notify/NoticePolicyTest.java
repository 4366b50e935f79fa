package hapi.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.notify.NoticePolicy.Fact;
import hapi.hub.notify.NoticePolicy.Memory;
import hapi.hub.notify.NoticePolicy.Outcome;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.id.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoticePolicyTest {
    private static final SessionKey KEY =
            SessionKey.ofRow(Scopes.HOME, new SessionId("11111111-1111-4111-8111-111111111111"));

    private Optional<Memory> memory = Optional.empty();
    private @Nullable Long wakeAt;
    private final List<String> told = new ArrayList<>();

    @Test
    void requestIsToldHalfASecondAfterItCame() {
        open(1_000, "a");

        assertThat(wakeAt).isEqualTo(1_500);
        wake(1_499);
        assertThat(told).isEmpty();
        wake(1_500);
        assertThat(told).containsExactly("1500 permission a +0");
    }

    @Test
    void requestsThatComeTogetherAreToldAsOneWithTheOldestFirst() {
        open(1_000, "a");
        open(1_200, "a", "b");
        open(1_300, "a", "b", "c");
        wake(1_500);
        wake(1_700);
        assertThat(told).isEmpty();

        wake(1_800);

        assertThat(told).containsExactly("1800 permission a +2");
    }

    @Test
    void toldAfterASecondAtTheLatestHoweverManyCome() {
        open(1_000, "a");
        open(1_400, "a", "b");
        open(1_800, "a", "b", "c");

        assertThat(wakeAt).isEqualTo(2_000);
        wake(2_000);
        open(2_100, "a", "b", "c", "d");
        wake(2_600);

        assertThat(told).containsExactly("2000 permission a +2", "2600 permission d +0");
    }

    @Test
    void decidedBeforeItIsToldIsNotTold() {
        open(1_000, "a");
        open(1_200);
        wake(1_500);

        assertThat(told).isEmpty();
    }

    @Test
    void onlyTheOneThatIsLeftIsTold() {
        open(1_000, "a", "b?");
        open(1_200, "b?");
        wake(1_500);

        assertThat(told).containsExactly("1500 question b +0");
    }

    @Test
    void sameOpenRequestIsToldOnceAndOneThatComesBackAgain() {
        open(1_000, "a");
        wake(1_500);
        open(2_000, "a");
        wake(2_500);
        assertThat(told).hasSize(1);

        open(3_000);
        open(4_000, "a");
        wake(4_500);

        assertThat(told).containsExactly("1500 permission a +0", "4500 permission a +0");
    }

    @Test
    void idThatIsUsedForAnotherAskingIsToldAgain() {
        open(1_000, "a1");
        wake(1_500);
        open(2_000, "a2");
        wake(2_500);

        assertThat(told).containsExactly("1500 permission a +0", "2500 permission a +0");
    }

    @Test
    void askingThatReplacesOneThatWasNotToldIsToldInItsPlace() {
        open(1_000, "a1");
        open(1_400, "a2");
        wake(1_500);
        wake(1_900);

        assertThat(told).containsExactly("1900 permission a +0");
    }

    @Test
    void sessionThatDoesNotRunIsNotTold() {
        open(1_000, "a");
        fact(1_100, new Fact.Open(KEY, false, requests("a", "b")));
        wake(1_500);

        assertThat(told).isEmpty();
        assertThat(memory).isEmpty();
    }

    @Test
    void readyIsToldAtMostEveryFiveSeconds() {
        fact(1_000, new Fact.SaidReady(KEY, "m"));
        fact(5_999, new Fact.SaidReady(KEY, "m"));
        fact(6_000, new Fact.SaidReady(KEY, "m"));

        assertThat(told).containsExactly("1000 ready", "6000 ready");
    }

    @Test
    void endIsToldUnlessAPersonAskedForIt() {
        fact(1_000, new Fact.Over(KEY, 7, Optional.of("completed"), false));
        fact(2_000, new Fact.Over(KEY, 7, Optional.of("terminated"), true));

        assertThat(told).containsExactly("1000 ended");
        assertThat(memory).isEmpty();
    }

    @Test
    void removedSessionIsForgottenWithWhatWaited() {
        open(1_000, "a");
        fact(1_100, new Fact.Removed(KEY));
        wake(1_500);

        assertThat(told).isEmpty();
    }

    @Test
    void eachTaskIsTold() {
        fact(1_000, new Fact.TaskOver(KEY, "m", "Index built", false));
        fact(1_001, new Fact.TaskOver(KEY, "m", "Lint", true));

        assertThat(told).containsExactly("1000 task", "1001 failed");
    }

    private void open(long at, String... requests) {
        fact(at, new Fact.Open(KEY, true, requests(requests)));
    }

    private void wake(long at) {
        fact(at, new Fact.Woken(KEY));
    }

    private void fact(long at, Fact fact) {
        Outcome outcome = NoticePolicy.of(fact, memory, at);
        memory = outcome.memory();
        outcome.wakeAt().ifPresent(due -> wakeAt = due);
        for (Notice notice : outcome.notices()) {
            told.add(
                    at
                            + " "
                            + notice.kind()
                            + (notice instanceof Notice.Asks asks
                                    ? " " + asks.first().id().value() + " +" + asks.others().size()
                                    : ""));
        }
    }

    /// `?` after the name makes it a question, a digit is the time of asking.
    private static List<Asking> requests(String... ids) {
        return Stream.of(ids)
                .map(id ->
                        new Asking(
                                new RequestId(id.replaceAll("[?0-9]", "")),
                                Long.parseLong("0" + id.replaceAll("[^0-9]", "")),
                                id.endsWith("?")))
                .toList();
    }
}
