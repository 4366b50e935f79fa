package hapi.hub.ui.sessions;

import hapi.hub.scope.SessionKey;
import hapi.hub.session.DeleteResult;
import hapi.hub.session.Pin;
import hapi.hub.session.PlannedEnds;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What a person does with one session of the list. Each takes `{session, ..}` and answers nothing:
/// what came of it is seen in the rows.
@Configuration(proxyBeanMethods = false)
class RowActs {
    private static final int MAX_NAME = 255;

    /// The part of an act that differs.
    private interface Work {
        ActResult on(SessionKey key, ActCall call);
    }

    private record OnSession(String name, SessionService sessions, Work work) implements UiAct {
        @Override
        public ActResult run(ActCall call) {
            return sessions.resolve(call.viewer().namespace(), call.text("session"))
                            instanceof SessionLookup.Found(SessionKey key)
                    ? work.on(key, call)
                    : gone(call);
        }
    }

    private static ActResult gone(ActCall call) {
        return new ActResult.Refused("gone", call.texts().text("list.fault.gone"));
    }

    private static ActResult doneIf(boolean isDone, ActCall call) {
        return isDone ? ActResult.Done.plain() : gone(call);
    }

    /// `{name}`, 1 to 255 characters.
    @Bean
    UiAct renameAct(SessionService sessions) {
        return new OnSession(
                "rename",
                sessions,
                (key, call) -> {
                    String name = call.text("name").strip();
                    if (name.isEmpty() || name.length() > MAX_NAME) {
                        return new ActResult.Refused("name", call.texts().text("list.fault.name"));
                    }
                    return doneIf(sessions.rename(key, name, call.viewer().origin()), call);
                });
    }

    /// `{pinned}`
    @Bean
    UiAct pinAct(SessionService sessions) {
        return new OnSession(
                "pin",
                sessions,
                (key, call) -> {
                    Pin pin = call.args().path("pinned").asBoolean(false) ? Pin.GLOBAL : Pin.NONE;
                    return doneIf(sessions.pin(key, pin, call.viewer().origin()), call);
                });
    }

    /// Ends it after a while, in which `keep` takes it back.
    @Bean
    UiAct archiveAct(SessionService sessions, PlannedEnds ends) {
        return new OnSession(
                "archive",
                sessions,
                (key, call) ->
                        ends.plan(key, call.viewer().origin())
                                ? ActResult.Done.plain()
                                : new ActResult.Refused(
                                        "ended", call.texts().text("list.fault.ended")));
    }

    @Bean
    UiAct keepAct(SessionService sessions, PlannedEnds ends) {
        return new OnSession(
                "keep",
                sessions,
                (key, call) ->
                        ends.keep(key, call.viewer().origin())
                                ? ActResult.Done.plain()
                                : new ActResult.Refused(
                                        "late", call.texts().text("list.fault.late")));
    }

    @Bean
    UiAct deleteAct(SessionService sessions) {
        return new OnSession(
                "delete",
                sessions,
                (key, call) ->
                        switch (sessions.delete(key, call.viewer().origin())) {
                            case DeleteResult.DELETED -> ActResult.Done.plain();
                            case DeleteResult.GONE -> gone(call);
                            case DeleteResult.STILL_ACTIVE ->
                                    new ActResult.Refused(
                                            "running", call.texts().text("list.fault.running"));
                        });
    }
}
