package hapi.hub.ui.view;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.sessions.MachineNames;
import hapi.hub.ui.sessions.ModelLists;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.SessionStarter.Availability;
import hapi.hub.ui.sessions.SessionStarter.Outcome;
import hapi.hub.ui.sessions.StartsFeed;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where, with whom, what: starts a session and sends its first prompt.
@Route(value = "new", layout = MainLayout.class)
@RouteAlias(value = "sessions/new", layout = MainLayout.class)
public class NewSessionView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    /// Agents that are offered, in this order; others come with their own issues.
    private static final List<String> AGENTS =
            List.of("claude", "codex", "gemini", "opencode", "cursor");

    private final transient Viewer viewer = Viewer.current();
    private final transient Texts texts = Texts.of(getLocale());
    private final transient SessionStarter starter;
    private final transient UiBridge bridge;

    private final Paragraph none = new Paragraph(texts.text("new.noMachine"));
    private final Div form = new Div();
    private final TextArea prompt = new TextArea(texts.text("new.prompt"));
    private final Select<Machine> machine = new Select<>();
    private final ComboBox<String> directory = new ComboBox<>(texts.text("new.directory"));
    private final RadioButtonGroup<String> agent = new RadioButtonGroup<>(texts.text("new.agent"));
    private final Select<String> mode = new Select<>();
    private final ModelField model;
    private final Paragraph fault = new Paragraph();
    private final NativeButton create = new NativeButton(texts.text("new.create"));
    private final OpenStarts open;
    private String wanted = "";
    private String reused = "";
    private transient Map<String, Availability> installed = new LinkedHashMap<>();

    public NewSessionView(SessionStarter starter, ModelLists models, UiBridge bridge) {
        this.starter = starter;
        this.bridge = bridge;
        this.model = new ModelField(viewer.namespace(), models, bridge, texts);
        addClassName("page");
        none.addClassName("hint");
        form.addClassName("form");
        form.add(prompt, machine, directory, agent, model, mode, fault, create);
        open = new OpenStarts(texts, new StartActions());
        add(new Header(new H1(texts.text("new.title"))), none, form, open);
        bridge.connect(
                open,
                viewer.namespace(),
                new StartsFeed(() -> starter.open(viewer.namespace()), open::show));
        for (Component field : List.<Component>of(prompt, machine, directory, agent, model, mode)) {
            field.getElement().getClassList().add("field");
        }
        prompt.setMinRows(2);
        prompt.setValueChangeMode(ValueChangeMode.ON_BLUR);
        machine.setLabel(texts.text("new.machine"));
        machine.setItemLabelGenerator(MachineNames::name);
        machine.addValueChangeListener(_ -> machineChosen());
        directory.setAllowCustomValue(true);
        directory.setHelperText(texts.text("new.directory.hint", "/home/me/project"));
        directory.addCustomValueSetListener(event -> directory.setValue(event.getDetail()));
        directory.addValueChangeListener(_ -> directoryChosen());
        agent.setItems(AGENTS);
        agent.setItemLabelGenerator(this::label);
        agent.setItemEnabledProvider(it -> availability(it) == Availability.READY);
        agent.setValue(AGENTS.getFirst());
        agent.addValueChangeListener(_ -> agentChosen());
        mode.setLabel(texts.text("new.mode"));
        mode.setItemLabelGenerator(it -> texts.has("mode." + it) ? texts.text("mode." + it) : it);
        agentChosen();
        fault.addClassName("fault");
        fault.getElement().setAttribute("role", "alert");
        fault.setVisible(false);
        create.addClassName("primary");
        create.addClickListener(_ -> start());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.getLocation()
                .getQueryParameters()
                .getSingleParameter("directory")
                .filter(path -> !path.isBlank())
                .ifPresent(path -> wanted = path);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        List<Machine> online = starter.online(viewer.namespace());
        none.setVisible(online.isEmpty());
        form.setVisible(!online.isEmpty());
        Optional<String> before = machine.getOptionalValue().map(Machine::id);
        machine.setItems(online);
        machine.setVisible(online.size() > 1);
        online.stream()
                .filter(it -> before.isEmpty() || before.get().equals(it.id()))
                .findFirst()
                .ifPresent(machine::setValue);
    }

    private void machineChosen() {
        Machine chosen = machine.getValue();
        if (chosen == null) {
            return;
        }
        List<String> recent = starter.recent(viewer.namespace(), chosen.id());
        directory.setItems(recent);
        String first = recent.isEmpty() ? null : recent.getFirst();
        directory.setValue(wanted.isEmpty() ? first : wanted);
        bridge.ask(
                this,
                () -> starter.agents(viewer.namespace(), chosen.id()),
                found -> {
                    installed = found;
                    String before = agent.getValue();
                    // Items that are only refreshed lose their mark in the browser.
                    agent.setItems(AGENTS);
                    agent.setValue(ready(before));
                    showModels();
                });
    }

    private void directoryChosen() {
        Machine chosen = machine.getValue();
        String path = directory.getValue();
        directory.setInvalid(false);
        showModels();
        if (chosen == null || path == null || path.isBlank()) {
            return;
        }
        bridge.ask(
                this,
                () -> starter.exists(viewer.namespace(), chosen.id(), path.strip()),
                exists ->
                        directory.setHelperText(
                                exists.isEmpty()
                                        ? texts.text("new.offline")
                                        : exists.get() ? "" : texts.text("new.directory.missing")));
    }

    private void agentChosen() {
        FlavorSpec flavor = FlavorSpec.of(agent.getValue());
        mode.setItems(flavor.permissionModes());
        if (!flavor.permissionModes().isEmpty()) {
            mode.setValue(flavor.permissionModes().getFirst());
        }
        showModels();
    }

    private void showModels() {
        if (agent.getValue() == null) {
            return; // Its items are being exchanged.
        }
        Machine where = machine.getValue();
        boolean isReady = where != null && availability(agent.getValue()) == Availability.READY;
        String path = directory.getValue() == null ? "" : directory.getValue().strip();
        model.show(isReady ? where.id() : "", agent.getValue(), path);
    }

    /// The one that was chosen, if it can be started, else the first that can.
    private String ready(@Nullable String chosen) {
        return Stream.concat(Stream.ofNullable(chosen), AGENTS.stream())
                .filter(it -> availability(it) == Availability.READY)
                .findFirst()
                .orElse(AGENTS.getFirst());
    }

    /// A machine that does not say what it can do may do everything.
    private Availability availability(String id) {
        return installed.isEmpty()
                ? Availability.READY
                : installed.getOrDefault(id, Availability.UNSUPPORTED);
    }

    private String label(String id) {
        String name = FlavorSpec.of(id).label();
        return switch (availability(id)) {
            case READY -> name;
            case MISSING -> texts.text("new.agent.missing", name);
            case UNSUPPORTED -> texts.text("new.agent.unsupported", name);
        };
    }

    private void start() {
        Machine where = machine.getValue();
        String path = directory.getValue();
        if (path == null || path.isBlank()) {
            directory.setErrorMessage(texts.text("new.directory.needed"));
            directory.setInvalid(true);
            return;
        }
        busy(true);
        fault.setVisible(false);
        boolean isFirstMode =
                mode.getValue()
                        .equals(FlavorSpec.of(agent.getValue()).permissionModes().getFirst());
        SessionStarter.Wish wish =
                new SessionStarter.Wish(
                        path.strip(),
                        agent.getValue(),
                        isFirstMode ? null : mode.getValue(),
                        model.chosen(),
                        prompt.getValue());
        bridge.ask(
                this,
                () -> starter.start(viewer.namespace(), where.id(), wish, viewer.origin()),
                this::ended);
    }

    private void ended(Outcome outcome) {
        busy(false);
        switch (outcome) {
            case Outcome.Started(String id) -> {
                forget(reused);
                getUI().ifPresent(ui -> ui.navigate("sessions/" + id));
            }
            case Outcome.Failed(String startId, String message) -> {
                fault(
                        message.isEmpty()
                                ? texts.text("new.offline")
                                : texts.text("new.failed", message));
                // The prompt is in the form.
                forget(startId);
            }
            case Outcome.Silent(boolean isKept) -> {
                fault(texts.text(isKept ? "new.silent.kept" : "new.silent"));
                if (isKept) {
                    forget(reused);
                    prompt.clear();
                }
            }
        }
    }

    private void forget(String startId) {
        if (!startId.isEmpty()) {
            bridge.work(() -> starter.forget(viewer.namespace(), startId, viewer.origin()));
        }
    }

    private final class StartActions implements OpenStarts.Actions {
        @Override
        public void reuse(OpenStart start) {
            reused = start.id();
            prompt.setValue(start.prompt());
            wanted = String.valueOf(start.params().directory());
            machine.getListDataView()
                    .getItems()
                    .filter(it -> it.id().equals(start.machineId()))
                    .findFirst()
                    .ifPresent(machine::setValue);
            directory.setValue(wanted);
            Optional.ofNullable(start.params().agent())
                    .filter(AGENTS::contains)
                    .ifPresent(agent::setValue);
            Optional.ofNullable(start.params().permissionMode()).ifPresent(mode::setValue);
            prompt.focus();
        }

        @Override
        public void forget(OpenStart start) {
            NewSessionView.this.forget(start.id());
        }
    }

    private void fault(String text) {
        fault.setText(text);
        fault.setVisible(true);
    }

    private void busy(boolean isBusy) {
        create.setEnabled(!isBusy);
        create.setText(texts.text(isBusy ? "new.creating" : "new.create"));
    }

    @Override
    public String getPageTitle() {
        return texts.text("new.title") + " · " + texts.text("app.name");
    }
}
