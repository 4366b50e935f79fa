package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.GeminiCase;
import hapi.testkit.hub.SteeredSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real Gemini CLI through our command line and our hub.
@Tag("full")
class GeminiIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new GeminiCase();
    }

    /// Every load leaves a trap for the next start in the same project.
    @Test
    void conversationOutlivesManyResumesAndOtherSessionsOfTheProject() {
        SteeredSession session = spawn("often");
        session.send("the first words");
        session.awaitLine("agent: I got: the first words");
        session.awaitReady(1);
        String conversation = agentSession(session);

        for (int i = 0; i < 3; i++) {
            SteeredSession other = spawn("often");
            other.send("something else");
            other.awaitLine("agent: I got: something else");
            session = endedAndResumed(session);
            String prompt = "again %d".formatted(i);
            session.deliver(prompt);
            session.awaitLine("agent: I got: " + prompt);
            assertThat(told(prompt).body().toString()).contains("the first words");
            assertThat(agentSession(session)).isEqualTo(conversation);
            other.archive().ok();
        }
    }
}
