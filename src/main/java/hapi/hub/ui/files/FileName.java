package hapi.hub.ui.files;

import hapi.hub.chat.VisibleText;

/// A file's path for people: hidden characters and line breaks are visible, `name` is what it is
/// called (with a slash when it is a folder), `folder` where it lies, without a slash at the end.
record FileName(String name, String folder) {
    static FileName of(String path) {
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        int slash = path.lastIndexOf('/', end - 1);
        return new FileName(
                shown(path.substring(slash + 1)), slash < 0 ? "" : shown(path.substring(0, slash)));
    }

    /// On one line.
    static String shown(String path) {
        return VisibleText.of(path).replace("\n", "⟨U+000A⟩").replace("\t", "⟨U+0009⟩");
    }
}
