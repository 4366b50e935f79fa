package hapi.surface;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedScriptCommandsIT extends ScriptCommandsContract {
    @RegisterExtension static final Stage stage = Stage.shared();
    private HubProcess hub;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.PUBLISHED);
    }

    @Override
    URI hubUrl() {
        return hub.url();
    }

    @Override
    String hubToken() {
        return hub.token();
    }

    @Override
    boolean passesReasons() {
        return false;
    }
}
