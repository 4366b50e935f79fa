package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.text.Texts;
import java.util.List;

/// Starts whose first prompt is in no session: what they wait for or why they failed, and what a
/// person can do about it.
class OpenStarts extends Div {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 300;

    /// What a person can do with one.
    interface Actions {
        /// Puts it into the form.
        void reuse(OpenStart start);

        void forget(OpenStart start);
    }

    private final transient Texts texts;
    private final transient Actions actions;

    OpenStarts(Texts texts, Actions actions) {
        this.texts = texts;
        this.actions = actions;
        getElement().setAttribute("role", "status");
        setVisible(false);
    }

    void show(List<OpenStart> open) {
        removeAll();
        open.forEach(start -> add(row(start)));
        setVisible(!open.isEmpty());
    }

    private Div row(OpenStart start) {
        boolean isFailed = start.failure() != null;
        Paragraph what = new Paragraph(what(start));
        what.addClassName(isFailed ? "fault" : "hint");
        Paragraph prompt = new Paragraph(cut(start.prompt()));
        prompt.addClassName("prompt");
        Div choices = new Div();
        choices.addClassName("choices");
        if (isFailed) {
            choices.add(button("start.again", () -> actions.reuse(start)));
        }
        choices.add(
                button(isFailed ? "start.forget" : "start.takeBack", () -> actions.forget(start)));
        Div row = new Div(what, prompt, choices);
        row.addClassName("start");
        return row;
    }

    private NativeButton button(String text, Runnable action) {
        NativeButton button = new NativeButton(texts.text(text), _ -> action.run());
        button.addClassName("second");
        return button;
    }

    private String what(OpenStart start) {
        String folder = String.valueOf(start.params().directory());
        if (start.failure() == null) {
            return texts.text("start.awaited", folder);
        }
        return start.failure().isEmpty()
                ? texts.text("start.unanswered", folder)
                : texts.text("start.failed", folder, start.failure());
    }

    private static String cut(String prompt) {
        return prompt.length() <= SHOWN ? prompt : prompt.substring(0, SHOWN) + "…";
    }
}
