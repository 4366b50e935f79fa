package hapi.hub.ui.start;

import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The acts of the screen for a new session; [StartChoices] and [StartSession] say what each takes
/// and answers.
@Configuration(proxyBeanMethods = false)
class StartActs {
    @Bean
    UiAct startOptionsAct(StartChoices choices) {
        return new Named("start-options", choices::options);
    }

    @Bean
    UiAct startMachineAct(StartChoices choices) {
        return new Named("start-machine", choices::machine);
    }

    @Bean
    UiAct startFolderAct(StartChoices choices) {
        return new Named("start-folder", choices::folder);
    }

    @Bean
    UiAct startBrowseAct(StartChoices choices) {
        return new Named("start-browse", choices::browse);
    }

    @Bean
    UiAct startModelsAct(StartChoices choices) {
        return new Named("start-models", choices::models);
    }

    @Bean
    UiAct startAct(StartSession start) {
        return new Named("start", start::run);
    }

    private record Named(String name, Function<ActCall, ActResult> act) implements UiAct {
        @Override
        public ActResult run(ActCall call) {
            return act.apply(call);
        }
    }
}
