package hapi.hub.ui.machines;

import hapi.hub.machine.MachineFacts;
import hapi.hub.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;

/// How a machine fares, in words. `tone` is `good`, `busy` or `away`; `words` for its own screen,
/// `brief` for a line that has little place. `{ago}` stands for the time since it was last there.
public record MachineHealth(String tone, String words, String brief) {
    private static final int PRESSED_CPU = 85;
    private static final int PRESSED_MEMORY = 92;

    public static MachineHealth of(MachineFacts machine, Texts texts) {
        if (!machine.isThere()) {
            return new MachineHealth(
                    "away", texts.text("machines.away"), texts.text("machines.brief.away"));
        }
        int cpu = machine.cpuPercent();
        int memory = machine.memoryPercent();
        boolean isPressed = cpu >= PRESSED_CPU || memory >= PRESSED_MEMORY;
        String state =
                texts.text(
                        isPressed
                                ? "machines.pressed"
                                : cpu < 0 ? "machines.there" : "machines.quiet");
        List<String> facts = new ArrayList<>(List.of(state));
        if (cpu >= 0) {
            facts.add(texts.text("machines.cpu", cpu));
        }
        if (memory >= 0) {
            facts.add(texts.text("machines.memory", memory));
        }
        return new MachineHealth(
                isPressed ? "busy" : "good",
                String.join(" · ", facts),
                cpu >= PRESSED_CPU ? texts.text("machines.cpu", cpu) : state);
    }
}
