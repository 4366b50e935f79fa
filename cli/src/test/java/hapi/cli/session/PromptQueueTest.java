package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PromptQueueTest {
    private final PromptQueue queue = new PromptQueue();

    @Test
    void waitingPromptsOfOneShapeAreOneBatch() {
        queue.add(prompt("1", "first"));
        queue.add(prompt("2", "second"));

        PromptQueue.Batch batch = queue.take().orElseThrow();

        assertThat(batch.text()).isEqualTo("first\nsecond");
        assertThat(batch.localIds()).containsExactly("1", "2");
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void anotherShapeBeginsAnotherBatch() {
        queue.add(prompt("1", "first"));
        ObjectNode message = Prompt.message("second");
        message.set("meta", Json.object().put("fallbackModel", "haiku"));
        queue.add(Objects.requireNonNull(Prompt.read("2", message, PromptShape.PLAIN)));

        assertThat(queue.take().orElseThrow().text()).isEqualTo("first");
        assertThat(queue.take().orElseThrow().shape().fallbackModel()).isEqualTo("haiku");
    }

    @Test
    void commandsStandAloneAndDropWhatWaited() {
        queue.add(prompt("1", "first"));

        List<String> dropped = queue.add(prompt("2", "/clear"));
        queue.add(prompt("3", "after"));

        assertThat(dropped).containsExactly("1");
        assertThat(queue.take().orElseThrow().kind()).isEqualTo(Prompt.Kind.CLEAR);
        assertThat(queue.take().orElseThrow().text()).isEqualTo("after");
    }

    @Test
    void samePromptAgainIsIgnoredWhileItWaitsAndAfterwards() {
        queue.add(prompt("1", "first"));
        queue.add(prompt("1", "first"));
        assertThat(queue.take().orElseThrow().text()).isEqualTo("first");

        queue.add(prompt("1", "first"));

        assertThat(queue.take()).isEmpty();
    }

    @Test
    void promptCanBeTakenBackOnlyWhileItWaits() {
        queue.add(prompt("1", "first"));
        queue.add(prompt("2", "second"));

        assertThat(queue.withdraw("1")).isEqualTo(HubPort.Withdrawal.REMOVED);
        assertThat(queue.withdraw("1")).isEqualTo(HubPort.Withdrawal.UNKNOWN);
        assertThat(queue.take().orElseThrow().localIds()).containsExactly("2");
        assertThat(queue.withdraw("2")).isEqualTo(HubPort.Withdrawal.CONSUMED);
    }

    @Test
    void batchThatWasPutBackComesFirst() {
        queue.add(prompt("1", "first"));
        PromptQueue.Batch batch = queue.take().orElseThrow();
        ObjectNode other = Prompt.message("later");
        other.set("meta", Json.object().put("appendSystemPrompt", "x"));
        queue.add(Objects.requireNonNull(Prompt.read("2", other, PromptShape.PLAIN)));

        queue.putBack(batch);

        assertThat(queue.take().orElseThrow().text()).isEqualTo("first");
    }

    @Test
    void attachmentsAreNamedBeforeTheText() {
        ObjectNode message = Prompt.message("look");
        ((ObjectNode) message.path("content"))
                .putArray("attachments")
                .add(Json.object().put("path", "/tmp/a.png"))
                .add(Json.object().put("path", "/tmp/b.png"))
                .add(Json.object().put("name", "no path"));

        Prompt prompt = Objects.requireNonNull(Prompt.read("1", message, PromptShape.PLAIN));

        assertThat(prompt.text()).isEqualTo("@/tmp/a.png @/tmp/b.png\n\nlook");
    }

    @Test
    void metaKeyThatIsPresentChangesAndNullResets() {
        PromptShape current = new PromptShape("sys", "app", null, List.of("Read"), List.of());
        ObjectNode message = Prompt.message("x");
        ObjectNode meta = Json.object().putNull("customSystemPrompt");
        meta.putArray("disallowedTools").add("Bash");
        message.set("meta", meta);

        Prompt prompt = Objects.requireNonNull(Prompt.read("1", message, current));

        assertThat(prompt.shape())
                .isEqualTo(new PromptShape(null, "app", null, List.of("Read"), List.of("Bash")));
    }

    @Test
    void ownMirroredTextAndOtherRolesAreNoPrompts() {
        ObjectNode mirrored = Prompt.message("typed here");
        mirrored.set("meta", Json.object().put("sentFrom", "cli"));

        assertThat(Prompt.read("1", mirrored, PromptShape.PLAIN)).isNull();
        assertThat(Prompt.read("1", Json.object(), PromptShape.PLAIN)).isNull();
        assertThat(Prompt.read("1", Prompt.message("x").put("role", "agent"), PromptShape.PLAIN))
                .isNull();
    }

    private static Prompt prompt(String localId, String text) {
        return Objects.requireNonNull(
                Prompt.read(localId, Prompt.message(text), PromptShape.PLAIN));
    }
}
