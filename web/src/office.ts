import "./policy";
import "./partial";
import * as common from "./common";
import * as inline from "./inline";
import * as keys from "./keys";
import * as palette from "./palette";
import * as passkey from "./passkey";

common.start();
inline.start();
palette.start();
passkey.start();
keys.start();
