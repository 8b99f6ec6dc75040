// Package web is what every page of the program stands on: handlers that
// return a value instead of writing bytes, the scene in which a request takes
// place (language, base address), templates, assets and the protective layers
// around them.
//
// A handler decides what to show; the frame that mounted it decides how: it
// renders a Page inside its own layout, follows a Redirect, sends a File. A
// handler can therefore be tested as a function, and nothing of a subject knows
// how a page is framed.
package web
