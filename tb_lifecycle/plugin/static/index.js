import{ak as a}from"./chunk-index-CZE2WUT7.js";export{a as render};
