package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import hapi.hub.events.EventPublisher;
import hapi.hub.lanes.UnitOfWork;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Who may call what, where an import alone is no harm.
class CallersTest {
    /// Packages whose work is to read JSON: the wire, the chat, the edges that judge what a peer
    /// sent, and the inside of a feature, which knows what it has stored. The command line speaks
    /// JSON with its agents.
    private static final List<String> READERS =
            List.of(
                    "protocol",
                    "hub.chat",
                    "hub.socket",
                    "hub.rpc",
                    "hub.files",
                    "hub.catalogue",
                    "cli");

    /// Edges of the time before the rule that look into stored JSON by themselves, a key or two
    /// each: to be given a value by the feature when they are next touched. Add none.
    private static final Set<String> READING_EDGES =
            Set.of(
                    "hub.api.FilesController",
                    "hub.api.MachinesController",
                    "hub.ui.chat.ChatFeed",
                    "hub.ui.chat.PictureController",
                    "hub.ui.chat.SessionStateEncoder",
                    "hub.ui.chat.ToolRowEncoder",
                    "hub.ui.decision.AskParts",
                    "hub.ui.files.FileController",
                    "hub.ui.files.SessionFiles",
                    "hub.ui.sessions.MachineNames",
                    "hub.ui.sessions.SessionRowEncoder",
                    "hub.ui.terminal.TicketAct");

    @Test
    void jsonIsReadWhereItIsUnderstood() {
        Set<String> readers =
                callers(access -> isMethod(access, RawJson.class, "read"), CallersTest::isReader);

        assertThat(readers)
                .as("classes that call RawJson.read; take those that do no more off the list")
                .isEqualTo(new TreeSet<>(READING_EDGES));
    }

    @Test
    void eventsArePublishedByALaneOnly() {
        Set<String> publishers =
                callers(
                        access -> isMethod(access, EventPublisher.class, "publish"),
                        type -> OurClasses.shortName(type).equals("hub.lanes"));

        assertThat(publishers)
                .as("callers of EventPublisher: only the lane knows what was committed, in order")
                .isEmpty();
    }

    @Test
    void onlyTheInsideOfAFeatureSaysWhatHappened() {
        Set<String> publishers =
                callers(
                        access -> isMethod(access, UnitOfWork.class, "publish"),
                        type -> OurClasses.shortName(type).endsWith(".internal"));

        assertThat(publishers)
                .as("callers of UnitOfWork.publish outside the command of a feature")
                .isEmpty();
    }

    private static boolean isReader(JavaClass type) {
        String name = OurClasses.shortName(type) + ".";
        return name.endsWith(".internal.")
                || READERS.stream().anyMatch(reader -> name.startsWith(reader + "."));
    }

    private static Set<String> callers(
            Predicate<JavaAccess<?>> calls, Predicate<JavaClass> isAllowed) {
        var callers = new TreeSet<String>();
        boolean anybody = false;
        for (JavaClass type : OurClasses.all()) {
            if (type.getAccessesFromSelf().stream().anyMatch(calls)) {
                anybody = true;
                if (!isAllowed.test(type)) {
                    callers.add(OurClasses.topLevelName(type));
                }
            }
        }
        // Else the method has another name by now and the rule watches nothing.
        assertThat(anybody).isTrue();
        return callers;
    }

    private static boolean isMethod(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(name);
    }
}
