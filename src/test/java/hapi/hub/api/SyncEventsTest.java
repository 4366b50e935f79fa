package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.events.HubEvent;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.MachineId;
import hapi.protocol.id.RequestId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.SessionPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncEventsTest {
    private static final SessionKey KEY =
            SessionKey.ofRow(Namespaces.ofRow("default"), new SessionId("s-1"));

    @Test
    void messageIsSplicedInAsStored() {
        RawJson content = RawJson.ofText("{\"b\":1795358307235.0293,\"a\":null,\"z\":\"\\u00e9\"}");
        Message message = new Message("m", 3, null, content, 10, 10L, null, null);

        assertThat(SyncEvents.write(new HubEvent.MessageAppended(KEY, message, false)))
                .contains(
                        "{\"type\":\"message-received\",\"sessionId\":\"s-1\",\"namespace\":\"default\","
                                + "\"message\":{\"id\":\"m\",\"seq\":3,\"localId\":null,\"content\":"
                                + content.text()
                                + ",\"createdAt\":10,\"invokedAt\":10,\"scheduledAt\":null}}");
    }

    @Test
    void patchHasExactlyItsKeys() {
        Map<String, RawJson> values = new LinkedHashMap<>();
        values.put("active", RawJson.of(true));
        values.put("model", RawJson.NULL);
        values.put("agentState", SessionPatch.versioned(4, RawJson.NULL));

        assertThat(
                        SyncEvents.write(
                                new HubEvent.SessionPatched(KEY, new SessionPatch(values), true)))
                .contains(
                        "{\"type\":\"session-updated\",\"sessionId\":\"s-1\",\"namespace\":\"default\","
                                + "\"data\":{\"active\":true,\"model\":null,"
                                + "\"agentState\":{\"version\":4,\"value\":null}}}");
    }

    @Test
    void absentFieldsAreLeftOut() {
        assertThat(SyncEvents.write(new HubEvent.SessionEnded(KEY, null)))
                .contains(
                        "{\"type\":\"session-ended\",\"sessionId\":\"s-1\",\"namespace\":\"default\"}");
        assertThat(SyncEvents.write(new HubEvent.MessagesInvoked(KEY, List.of("a"), 5, false)))
                .contains(
                        "{\"type\":\"messages-consumed\",\"sessionId\":\"s-1\",\"namespace\":\"default\","
                                + "\"localIds\":[\"a\"],\"invokedAt\":5}");
    }

    @Test
    void aFrameStaysOnOneLine() {
        RawJson stored = RawJson.ofText("{\n \"a\": 1\r\n}");
        Message message = new Message("m", 1, null, stored, 1, 1L, null, null);

        assertThat(
                        SyncEvents.write(new HubEvent.MessageAppended(KEY, message, false))
                                .orElseThrow())
                .doesNotContain("\n", "\r");
    }

    @Test
    void eventsOfOurOwnPageAreNotToldToPublishedClients() {
        assertThat(SyncEvents.write(new HubEvent.PermissionRequested(KEY, new RequestId("r"))))
                .isEmpty();
    }

    @Test
    void machineWithoutItsRunnerIsOffline() {
        MachineKey key = MachineKey.ofRow(Namespaces.ofRow("default"), new MachineId("m-1"));

        assertThat(SyncEvents.write(new HubEvent.MachineWentOffline(key)))
                .contains(
                        "{\"type\":\"machine-updated\",\"machineId\":\"m-1\",\"namespace\":\"default\","
                                + "\"data\":{\"active\":false}}");
    }
}
