import "./policy";
import "./partial";
import * as common from "./common";
import * as inline from "./inline";
import * as keys from "./keys";
import * as palette from "./palette";

common.start();
inline.start();
palette.start();
keys.start();
