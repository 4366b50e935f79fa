/// The hub as a page sees it, for the commands of a person and of scripts: sessions, prompts,
/// decisions; sees the hub's routes only.
@NullMarked
package hapi.cli.web;

import org.jspecify.annotations.NullMarked;
