package hapi.hub.ui.view;

import com.vaadin.flow.component.combobox.ComboBox;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.sessions.ModelLists;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.rpc.CatalogueCalls.Model;
import hapi.protocol.rpc.CatalogueCalls.ModelList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which model a new session shall use: one the agent offers on that machine, or any that is typed.
/// Left empty, the agent chooses. The list comes when the machine has asked the agent; an answer to
/// what is no longer chosen is thrown away.
final class ModelField extends ComboBox<String> {
    private static final long serialVersionUID = 1L;

    private final transient Namespace namespace;
    private final transient ModelLists lists;
    private final transient UiBridge bridge;
    private final transient Texts texts;
    private transient Map<String, String> names = new HashMap<>();
    private transient @Nullable Asked asked;

    private record Asked(String machine, String agent, String folder) {}

    ModelField(Namespace namespace, ModelLists lists, UiBridge bridge, Texts texts) {
        super(texts.text("new.model"));
        this.namespace = namespace;
        this.lists = lists;
        this.bridge = bridge;
        this.texts = texts;
        setAllowCustomValue(true);
        setClearButtonVisible(true);
        setPlaceholder(texts.text("new.model.own"));
        setItemLabelGenerator(id -> names.getOrDefault(id, id));
        addCustomValueSetListener(event -> setValue(event.getDetail()));
    }

    /// Null when the agent shall choose.
    @Nullable String chosen() {
        String value = getValue();
        return !isVisible() || value == null || value.isBlank() ? null : value.strip();
    }

    /// Offers the models of this agent. `machine` is empty when nothing can be asked there.
    void show(String machine, String agent, String folder) {
        setVisible(FlavorSpec.of(agent).has(Capability.MODEL));
        Asked wanted = new Asked(machine, agent, lists.isOfFolder(agent) ? folder : "");
        if (wanted.equals(asked)) {
            return;
        }
        if (asked == null || !asked.agent().equals(agent)) {
            clear();
        }
        asked = wanted;
        ModelList known = lists.known(agent).orElse(null);
        boolean isUnasked = machine.isEmpty() || lists.isOfFolder(agent) && folder.isEmpty();
        if (known != null || isUnasked) {
            told(known == null ? new ModelList(List.of(), "") : known);
            return;
        }
        setHelperText(texts.text("new.model.asking", FlavorSpec.of(agent).label()));
        bridge.ask(
                this,
                () -> lists.ask(namespace, machine, agent, folder),
                told -> {
                    if (wanted.equals(asked)) {
                        told(told);
                    }
                });
    }

    private void told(ModelList told) {
        String value = getValue();
        Map<String, String> fresh = new HashMap<>();
        told.models().forEach(model -> fresh.put(model.id(), model.name()));
        names = fresh;
        setItems(told.models().stream().map(Model::id).toList());
        setValue(value);
        setHelperText(told.error());
    }
}
